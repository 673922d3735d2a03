// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The deployment descriptor, as far as the preparer reads it. */
final class WebXml {
    private static final Set<String> CLASSES = Set.of("servlet-class", "filter-class", "listener-class");

    private WebXml() {}

    /**
     * The classes of servlets, filters and listeners that it names; none when there is no such file.
     *
     * @param archive for the message
     * @throws PreparationFailed it is malformed
     */
    static Set<String> classes(Path file, Path archive) throws PreparationFailed, IOException {
        Set<String> names = new LinkedHashSet<>();
        if (!Files.isRegularFile(file)) {
            return names;
        }
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory().createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT && CLASSES.contains(xml.getLocalName())) {
                    names.add(xml.getElementText().strip());
                }
            }
        } catch (XMLStreamException e) {
            throw new PreparationFailed(archive + ": WEB-INF/web.xml is malformed, " + where(e), e);
        }
        return names;
    }

    /** Without a look at the network or at other files, where a DOCTYPE may point to. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> InputStream.nullInputStream());
        return factory;
    }

    private static String where(XMLStreamException e) {
        String message = String.valueOf(e.getMessage()).replaceAll("(?s).*\nMessage: ", "");
        return "line " + e.getLocation().getLineNumber() + ", column "
                + e.getLocation().getColumnNumber() + ": " + message;
    }
}
