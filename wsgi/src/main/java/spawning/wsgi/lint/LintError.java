// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.io.Serial;

/**
 * A breach of the contract. The message names who breached which {@linkplain Rule rule}, what was seen, what to do, and
 * where the rule stands.
 *
 * <p>It is an {@link AssertionError} and no exception: an application's error page, and many a middleware, catches
 * {@link Exception} and would turn the breach into one more failure of the day; and a test that meets it has failed, not
 * broken. Who catches it nevertheless does not get rid of it: {@link Lint} throws it again at the next opportunity.
 */
public final class LintError extends AssertionError {
    @Serial
    private static final long serialVersionUID = 1;

    private final Rule rule;
    private final String part;

    /**
     * A breach.
     *
     * @param rule which
     * @param part who breached it, such as {@code application com.acme.Shop}
     * @param seen what was seen, in words or as a value
     */
    LintError(Rule rule, String part, String seen) {
        super(part + " breaches " + rule.id() + ": " + rule.sentence() + "; seen: " + seen + ". " + rule.remedy() + " ("
                + rule.source() + ")");
        this.rule = rule;
        this.part = part;
    }

    /** The rule that was breached. */
    public Rule rule() {
        return rule;
    }

    /** Who breached it, as the validator was told to call it. */
    public String part() {
        return part;
    }
}
