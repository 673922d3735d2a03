// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whose classes a compiled class speaks of: in its supertypes, its methods' types, its code and its annotations, all of
 * which stand as text in its constant pool.
 *
 * @param name with dots
 * @param supertypes with slashes, {@code java.lang.Object} among them
 */
record ClassMentions(String name, List<String> supertypes, Set<Api> apis) {
    /** Interfaces that a web application may have been written against. */
    enum Api {
        /** Servlet 4.0 and older. */
        JAVAX_SERVLET("javax/servlet/"),
        JAKARTA_SERVLET("jakarta/servlet/"),
        /** Classes of Jetty itself, for another version of the standard. */
        OTHER_JETTY("org/eclipse/jetty/ee(8|9|10)/");

        private final Pattern prefix;

        Api(String prefix) {
            this.prefix = Pattern.compile(prefix);
        }

        private boolean in(String text) {
            return prefix.matcher(text).find();
        }
    }

    ClassMentions {
        supertypes = List.copyOf(supertypes);
        apis = Set.copyOf(apis);
    }

    /** Empty for what is no class file, or one of a format of the future: the JVM will say more of it than we could. */
    static Optional<ClassMentions> of(byte[] bytes) {
        try {
            ClassModel model = ClassFile.of().parse(bytes);
            List<String> supertypes = new ArrayList<>();
            model.superclass().ifPresent(type -> supertypes.add(type.asInternalName()));
            model.interfaces().forEach(type -> supertypes.add(type.asInternalName()));
            String name = model.thisClass().asInternalName().replace('/', '.');
            return Optional.of(new ClassMentions(name, supertypes, apis(model)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Set<Api> apis(ClassModel model) {
        Set<Api> apis = EnumSet.noneOf(Api.class);
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text) {
                for (Api api : Api.values()) {
                    if (api.in(text.stringValue())) {
                        apis.add(api);
                    }
                }
            }
        }
        return apis;
    }
}
