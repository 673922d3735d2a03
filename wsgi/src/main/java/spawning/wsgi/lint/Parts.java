// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

/**
 * What the two sides of a boundary are called in messages.
 *
 * @param callee what is checked from outside, such as {@code application com.acme.Shop}
 * @param caller what calls it, such as {@code middleware com.acme.Gzip}
 */
record Parts(String callee, String caller) {
    LintError breach(Rule rule, String seen) {
        return new LintError(
                rule,
                switch (rule.blame()) {
                    case APPLICATION -> callee;
                    case CALLER -> caller;
                },
                seen);
    }
}
