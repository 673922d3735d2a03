// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import spawning.controller.evidence.Collector;
import spawning.controller.service.Outputs;
import spawning.controller.status.StatusBoard;
import spawning.controller.status.report.StatusReport;

/**
 * What commands are made of.
 *
 * @param state the folder of this instance
 * @param report the document of the status, as JSON
 * @param masking takes secrets out of texts
 * @param echoes hears what workers say
 * @param outputs where standard output and error go
 */
public record Controls(
        StatusBoard board,
        Steering steering,
        Ending ending,
        Collector collector,
        Path state,
        Function<StatusReport.Detail, String> report,
        UnaryOperator<String> masking,
        Echoes echoes,
        Outputs outputs) {}
