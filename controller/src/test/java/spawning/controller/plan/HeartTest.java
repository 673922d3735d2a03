// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeartTest {
    private final Heart heart = new Heart(0);

    @Test
    void looksCountWhileItStandsStillAndAreForgottenWhenItMoves() {
        heart.seen(4, 10, 20);
        heart.seen(4, 20, 20);
        heart.seen(4, 30, 20);
        assertThat(heart.movedAt()).isEqualTo(10);
        assertThat(heart.stillLooks()).isEqualTo(2);

        heart.seen(8, 40, 20);
        assertThat(heart.movedAt()).isEqualTo(40);
        assertThat(heart.stillLooks()).isZero();
    }

    @Test
    void anyOtherValueIsAMove() {
        heart.seen(4, 10, 20);
        heart.seen(4, 20, 20);
        heart.seen(3, 30, 20);

        assertThat(heart.movedAt()).isEqualTo(30);
    }

    @Test
    void aGapBetweenTwoSightsAndANewStateGiveItsTimeAnew() {
        heart.seen(4, 10, 20);
        heart.seen(4, 20, 20);
        heart.seen(4, 41, 20);
        assertThat(heart.movedAt()).isEqualTo(41);
        assertThat(heart.stillLooks()).isZero();

        heart.seen(4, 61, 20);
        heart.begin(65);
        assertThat(heart.movedAt()).isEqualTo(65);
        assertThat(heart.stillLooks()).isZero();
        heart.seen(4, 85, 20);
        assertThat(heart.movedAt()).isEqualTo(65);
    }
}
