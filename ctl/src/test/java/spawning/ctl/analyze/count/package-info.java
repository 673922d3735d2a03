@org.jspecify.annotations.NullMarked
package spawning.ctl.analyze.count;
