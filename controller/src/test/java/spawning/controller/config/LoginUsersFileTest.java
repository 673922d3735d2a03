// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginUsersFileTest {
    @TempDir
    Path folder;

    @Test
    void usersAreReadInJettysNotations() throws IOException {
        assertThat(users("""
                # who may come in
                zoe: plain word
                ann: MD5:164c88b302622e17050af52c89945d44, admin, user
                bob  CRYPT:adpexzg3FUZAk,user
                eve = OBF:1v2j1uum1xtv1zej1zer1xtn1uvk1v1v
                """))
                .containsExactly(
                        "ann:MD5:164c88b302622e17050af52c89945d44,admin,user",
                        "bob:CRYPT:adpexzg3FUZAk,user",
                        "eve:OBF:1v2j1uum1xtv1zej1zer1xtn1uvk1v1v",
                        "zoe:plain word");
    }

    @Test
    void whatIsMalformedIsToldWithoutThePassword() throws IOException {
        refused("", "names no user");
        refused("ann", "the user ann has no password");
        refused("ann: ,admin", "the user ann has no password");
        refused("ann: secret,,admin", "the user ann has a role without a name");
        refused("ann: secret,", "the user ann has a role without a name");
        refused("a\\:b: secret", "\"a:b\" cannot be the name of a user");
        refused("ann: MD5:secret", "the password of ann begins with MD5: and is not in that form");
        refused("ann: OBF:secret", "begins with OBF:");
        refused("ann: CRYPT:secret", "begins with CRYPT:");
        refused("ann: \\uxyz secret", "cannot be read");
    }

    @Test
    void aFileInAnotherEncodingIsToldSo() throws IOException {
        Path file = Files.write(folder.resolve("users"), "jürgen: secret".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> LoginUsersFile.read(file))
                .hasMessage(file + " is not written in UTF-8; convert it, as with iconv");
    }

    @Test
    void lintForAWebApplicationIsPassedOverAndSaidSo() throws IOException {
        Files.createDirectories(folder.resolve("shop/WEB-INF"));
        Reading read = ConfigReader.read(
                List.of(
                        new Given(Option.LINT, "true", Source.COMMAND_LINE),
                        new Given(Option.APPLICATION, "shop", Source.COMMAND_LINE)),
                List.of(),
                Map.of(),
                folder);
        assertThat(read.config()).isPresent();
        assertThat(read.warnings()).singleElement().asString().startsWith("--lint: ");
    }

    @Test
    void usersForAnApplicationWithoutLoginsAreAProblem() throws IOException {
        write("ann: secret");
        assertThat(read("com.acme.Shop").problems())
                .singleElement()
                .asString()
                .contains("--login-users")
                .contains("users are for servlets and WAR files");
        Files.createDirectories(folder.resolve("shop/WEB-INF"));
        assertThat(read("shop").config().orElseThrow().code().loginUsers()).containsExactly("ann:secret");
    }

    private Reading read(String application) {
        return ConfigReader.read(
                List.of(
                        new Given(Option.LOGIN_USERS, "users", Source.COMMAND_LINE),
                        new Given(Option.APPLICATION, application, Source.COMMAND_LINE)),
                List.of(),
                Map.of(),
                folder);
    }

    private List<String> users(String text) throws IOException {
        return LoginUsersFile.read(write(text));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("users"), text);
    }

    private void refused(String text, String sentence) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> LoginUsersFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining(file.toString())
                .message()
                .doesNotContain("secret");
    }
}
