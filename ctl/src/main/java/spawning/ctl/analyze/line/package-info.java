/** What does a line of an access log say? Formats, parsers over bytes, dates. */
@org.jspecify.annotations.NullMarked
package spawning.ctl.analyze.line;
