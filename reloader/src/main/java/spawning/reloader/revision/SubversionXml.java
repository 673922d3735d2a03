// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads what {@code svn info --xml} and {@code svn status --xml} write; their schemas are Subversion's promise. */
final class SubversionXml {
    private SubversionXml() {}

    /** What happens at the start of an element. */
    private interface Visitor {
        void start(String element, XMLStreamReader xml) throws XMLStreamException;
    }

    /**
     * Of {@code svn info --xml --recursive}: the last changes of all entries; named after the newest. What is only added
     * or copied here is not in the repository yet, and does not count.
     */
    static Revision revision(InputStream out) throws IOException {
        Entries entries = new Entries();
        read(out, entries);
        return entries.revision();
    }

    /** Gathers one entry after the other; what is committed comes last in each. */
    private static final class Entries implements Visitor {
        private final MessageDigest digest = sha256();
        private String path = "";
        private String url = "";
        private boolean local;
        private long newest;

        @Override
        public void start(String element, XMLStreamReader xml) throws XMLStreamException {
            switch (element) {
                case "entry" -> {
                    path = attribute(xml, "path");
                    url = "";
                    local = false;
                }
                case "url" -> url = xml.getElementText();
                case "schedule" -> local |= xml.getElementText().equals("add");
                case "copy-from-rev" -> local = true;
                case "commit" -> commit(attribute(xml, "revision"));
                default -> {} // authors, dates, checksums: not what decides
            }
        }

        private void commit(String revision) {
            if (!local) {
                digest.update((path + "\n" + url + "\n" + revision + "\n").getBytes(StandardCharsets.UTF_8));
                newest = Math.max(newest, Long.parseLong(revision));
            }
        }

        Revision revision() {
            return new Revision(HexFormat.of().formatHex(digest.digest()), Long.toString(newest));
        }
    }

    /** Of {@code svn status --xml}: the paths of externals. */
    static List<String> externals(InputStream out) throws IOException {
        List<String> externals = new ArrayList<>();
        String[] path = {""};
        read(out, (element, xml) -> {
            if (element.equals("entry")) {
                path[0] = attribute(xml, "path");
            } else if (element.equals("wc-status") && attribute(xml, "item").equals("external")) {
                externals.add(path[0]);
            }
        });
        return externals;
    }

    private static void read(InputStream out, Visitor visitor) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(out);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    visitor.start(xml.getLocalName(), xml);
                }
            }
        } catch (XMLStreamException | NumberFormatException e) {
            throw new IOException("not the XML of svn", e);
        }
    }

    private static String attribute(XMLStreamReader xml, String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name)).orElse("");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JDK has it", e);
        }
    }
}
