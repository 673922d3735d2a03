// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a source file stands.
 *
 * @param root the folder in which packages begin
 * @param mainClass binary name of the top-level class called like the file, otherwise of the first; empty when there
 *     is none
 */
record SourceLayout(Path root, Optional<String> mainClass) {
    /**
     * Finds out.
     *
     * @param source the file
     * @param unit its structure; empty when it could not be understood at all
     */
    static SourceLayout of(Path source, Optional<CompilationUnitTree> unit) {
        String inPackage = unit.map(CompilationUnitTree::getPackageName)
                .map(name -> name.toString())
                .orElse("");
        String prefix = inPackage.isEmpty() ? "" : inPackage + ".";
        return new SourceLayout(root(source, inPackage), mainType(source, unit).map(type -> prefix + type));
    }

    /** Above the folders of the package, if the file stands in those; otherwise the file's own folder. */
    private static Path root(Path source, String inPackage) {
        Path folder = source.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(source + " is no file");
        }
        Path packages = Path.of(inPackage.replace('.', '/'));
        if (inPackage.isEmpty() || !folder.endsWith(packages)) {
            return folder;
        }
        Path root = folder;
        for (int i = 0; i < packages.getNameCount() && root.getParent() != null; i++) {
            root = root.getParent();
        }
        return root;
    }

    private static Optional<String> mainType(Path source, Optional<CompilationUnitTree> unit) {
        List<String> types = unit.stream()
                .flatMap(u -> u.getTypeDecls().stream())
                .filter(ClassTree.class::isInstance)
                .map(tree -> ((ClassTree) tree).getSimpleName().toString())
                .toList();
        String likeFile = source.getFileName().toString().replaceFirst("\\.java$", "");
        return types.contains(likeFile) ? Optional.of(likeFile) : types.stream().findFirst();
    }
}
