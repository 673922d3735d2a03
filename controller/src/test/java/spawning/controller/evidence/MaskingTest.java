// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
    private final Masking masking = Masking.of(
            List.of(Map.of("DB_PASSWORD", "gehéim", "MONKEY", "ban", "HOME", "/root/gold", "TLS_KEY", "/etc/key.pem")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer gold gold",
                "authorization: gold",
                "Cookie: a=b; sid=gold",
                "Set-Cookie: sid=gold; Path=/",
                "{\"Authorization\":\"Basic gold\"}",
                "sent Bearer goldgoldgold to it",
                "jvm_args: -Xmx1g -Ddb.password=correct gold horse -Dx=y",
                "Command Line: -Dapi.key=gold",
                "JAVA_TOOL_OPTIONS=-Djavax.net.ssl.keyStorePassword=gold",
                "AWS_SECRET_ACCESS_KEY=gold",
                "password: gold",
                "{\"token\":\"gold gold\"}",
                "connect to jdbc:postgresql://me:gold@db/shop",
                "https://gold@example.org/x",
                "GET /pay?card=gold&x=1 failed",
                "http://a/b?gold=1",
                "the value of DB_PASSWORD is gehéim in the log",
                "HTTP_COOKIE: sid=gold; b=gold",
                "{HTTP_AUTHORIZATION=Digest username=gold, response=gold}",
                "Cookie:sid=gold",
                "DB_PASS=gold",
                "smtp.pass: gold",
                "GET /reset?gold failed",
                "GET /reset??gold=gold failed"
            })
    void whatLooksLikeASecretIsMasked(String line) {
        assertThat(masking.text(line)).doesNotContain("gold", "gehéim").contains(Masking.MASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    at com.acme.KeyStore.load(KeyStore.java:12)",
                "    at com.acme.TokenFilter.lambda$doFilter$0(TokenFilter.java:55)",
                "\"http-1\" #31 RUNNABLE, no cookie in it",
                "GET /unruly/halt was in flight in 2 of the last 2 crashes",
                "Is it late? It is.",
                "HOME=/root/gold",
                "a banana",
                "at com.acme.Cookie.parse(Cookie.java:44)",
                "why??"
            })
    void whatLooksLikeNoneStays(String line) {
        assertThat(masking.text(line)).isEqualTo(line);
    }

    @Test
    void theRestOfTheCommandLineStays() {
        assertThat(masking.text("jvm_args: -Xmx1g -Ddb.password=correct horse -Dx=y\nnext\n"))
                .isEqualTo("jvm_args: -Xmx1g -Ddb.password=*** -Dx=y\nnext\n");
    }

    @Test
    void aKeyOfSeveralLinesIsMaskedInEachOfThem() {
        Masking pem = Masking.of(List.of(Map.of("TLS_KEY", "-----BEGIN KEY-----\nMIIgold\r\nsilver==\n")));
        assertThat(pem.text("read MIIgold\n    silver==\n")).doesNotContain("gold", "silver");
    }

    @Test
    void aValueThatBeginsWithASlashIsASecretUnlessItIsAFile(@TempDir Path folder) {
        Masking slashes = Masking.of(List.of(Map.of("A_TOKEN", "/gold+9aX==", "TLS_KEY", folder.toString())));
        assertThat(slashes.text("has /gold+9aX== from " + folder)).isEqualTo("has *** from " + folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "key", "a?", "-Dkey", "cookie ", "basic ", "://", "pass-", "?"})
    void whoChoosesALongLineDoesNotHoldUpTheEvidence(String piece) {
        String line = piece.repeat((1 << 20) / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> masking.text(line));
    }

    @Test
    void aSecretThatAReloadBringsIsMaskedBesideThoseBefore() {
        masking.learn(Map.of("DB_PASSWORD", "silvér", "PLACE", "here"));
        assertThat(masking.text("gehéim, silvér, here")).isEqualTo("***, ***, here");
    }

    @Test
    void whatCannotBeMaskedIsNotKept(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.log"), "password=x");
        Files.createDirectory(folder.resolve("a.log.masked")); // as if the disk were full
        assertThatThrownBy(() -> masking.file(file)).isInstanceOf(IOException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileIsMaskedInPlaceWhateverItsEncoding(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a.log"), "\u00e9 password=x\n".getBytes(StandardCharsets.ISO_8859_1));
        masking.file(file);
        assertThat(Files.readAllBytes(file)).isEqualTo("\u00e9 password=***\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(folder).isDirectoryContaining("glob:**/a.log");
        assertThat(folder.toFile().list()).hasSize(1);
    }
}
