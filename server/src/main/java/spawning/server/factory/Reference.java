// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.factory;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/**
 * A class, or a static field or method of one, as named on the command line: {@code com.acme.Shop} or {@code
 * com.acme.Shop::app}. A class is instantiated by its constructor without parameters. A method without parameters is called
 * once and gives the object; a method with the parameters of the wanted interface is itself the object, as {@code
 * Shop::app} would be in Java.
 */
record Reference(String text, ClassLoader loader) {

    /**
     * Makes the object.
     *
     * @param wanted a functional interface
     * @throws ApplicationLoadException nothing of that name and kind is there
     * @throws Exception the application's own code failed
     */
    <T> T resolve(Class<T> wanted) throws Exception {
        int colons = text.indexOf("::");
        Class<?> type = load(colons < 0 ? text : text.substring(0, colons));
        return colons < 0 ? instance(type, wanted) : member(type, text.substring(colons + 2), wanted);
    }

    private Class<?> load(String name) throws Exception {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new ApplicationLoadException("class " + name + " is not on the class path", e);
        } catch (ExceptionInInitializerError e) {
            throw own(e);
        } catch (NoClassDefFoundError e) {
            throw new ApplicationLoadException("class " + name + " cannot be linked: " + e.getMessage(), e);
        }
    }

    private <T> T instance(Class<?> type, Class<T> wanted) throws Exception {
        if (!wanted.isAssignableFrom(type)) {
            throw new ApplicationLoadException("class " + type.getName() + " does not implement " + wanted.getName()
                    + "; name a static field or method of it as " + type.getName() + "::member, or another class");
        }
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new ApplicationLoadException("class " + type.getName() + " has no constructor without parameters", e);
        }
        constructor.setAccessible(true);
        try {
            return wanted.cast(constructor.newInstance());
        } catch (InvocationTargetException e) {
            throw own(e);
        } catch (InstantiationException e) {
            throw new ApplicationLoadException("class " + type.getName() + " is abstract", e);
        }
    }

    private <T> T member(Class<?> type, String name, Class<T> wanted) throws Exception {
        for (Field field : type.getDeclaredFields()) {
            if (field.getName().equals(name) && Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                return checked(field.get(null), wanted, "field");
            }
        }
        Method single = singleMethod(wanted);
        for (Method method : type.getDeclaredMethods()) {
            if (!method.getName().equals(name) || !Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            method.setAccessible(true);
            if (Arrays.equals(method.getParameterTypes(), single.getParameterTypes())
                    && single.getReturnType().isAssignableFrom(method.getReturnType())) {
                return MethodHandleProxies.asInterfaceInstance(
                        wanted, MethodHandles.lookup().unreflect(method));
            }
            if (method.getParameterCount() == 0) {
                return checked(call(method), wanted, "method");
            }
        }
        throw new ApplicationLoadException("class " + type.getName() + " has no static field " + name
                + " and no static method " + name + " that takes nothing or what " + wanted.getName() + "."
                + single.getName() + " takes");
    }

    private static Object call(Method method) throws Exception {
        try {
            return method.invoke(null);
        } catch (InvocationTargetException e) {
            throw own(e);
        }
    }

    private <T> T checked(Object value, Class<T> wanted, String kind) {
        if (!wanted.isInstance(value)) {
            throw new ApplicationLoadException("static " + kind + " " + text + " gives "
                    + (value == null ? "null" : "a " + value.getClass().getName()) + ", not a " + wanted.getName());
        }
        return wanted.cast(value);
    }

    /** What the application's own code threw, without the reflection around it. */
    private static Exception own(Throwable wrapper) {
        return switch (wrapper.getCause()) {
            case Exception exception -> exception;
            case Error error -> throw error;
            case null, default -> new ApplicationLoadException("the application failed to load", wrapper);
        };
    }

    private static Method singleMethod(Class<?> functional) {
        List<Method> candidates = Arrays.stream(functional.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .toList();
        return candidates.getFirst();
    }
}
