// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import spawning.controller.evidence.Demand;
import spawning.controller.evidence.Subject;
import spawning.controller.evidence.Taken;
import spawning.controller.status.Member;
import spawning.protocol.control.ControlReply;

/** What does this worker do? Its stacks, its heap, or a recording; of one that does not answer, what the kernel knows. */
record DumpCommand(Controls controls) implements Command {
    private static final Duration LONGEST = Duration.ofHours(1);

    @Override
    public ControlReply.End run(Talk talk) throws IOException, InterruptedException {
        String slot = talk.request().text("slot").orElse("");
        Optional<Member> member = Workers.inSlot(controls.board().site(), slot);
        if (member.isEmpty()) {
            return Command.wrong(Workers.none(controls.board().site(), slot));
        }
        String millis = talk.request().text("recording-ms").orElse("0");
        if (!millis.matches("\\d{1,7}") || Long.parseLong(millis) > LONGEST.toMillis()) {
            return Command.wrong("a recording is made of at most " + LONGEST.toMinutes() + " minutes");
        }
        Demand demand = new Demand(talk.request().flag("heap"), Duration.ofMillis(Long.parseLong(millis)));
        return dump(talk, member.get(), demand);
    }

    private ControlReply.End dump(Talk talk, Member member, Demand demand) throws IOException, InterruptedException {
        Taken taken;
        try {
            taken = controls.collector().take(subject(member), demand);
        } catch (IOException e) {
            return Command.refused("it cannot be kept: " + e);
        }
        boolean stacks = !demand.heap() && demand.recording().isZero();
        if (stacks || !taken.lack().isEmpty()) {
            talk.data("threads", taken.threads());
        }
        for (Path file : taken.files()) {
            talk.data("file", file + "\n");
        }
        String who = "worker " + member.slot() + " (pid " + member.process().pid() + ")";
        if (!taken.lack().isEmpty()) {
            return Command.refused(
                    who + ": " + taken.lack() + "; what the kernel knows of its threads is in " + taken.folder());
        }
        return stacks || !taken.files().isEmpty()
                ? Command.done(who + ": " + shown(taken))
                : Command.refused(who + " could not write it; its log says why");
    }

    private static String shown(Taken taken) {
        List<Path> files = taken.files();
        return files.isEmpty()
                ? "also in " + taken.folder()
                : files.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private Subject subject(Member member) {
        return new Subject(
                member.number(),
                member.slot(),
                member.generation(),
                member.process(),
                controls.state().resolve("gen-" + member.generation()));
    }
}
