// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import static spawning.wsgi.lint.Blame.APPLICATION;
import static spawning.wsgi.lint.Blame.CALLER;

import java.util.Locale;

/** The rules of the contract that {@link Lint} checks. */
public enum Rule {
    // ---- status
    STATUS_NULL(APPLICATION, "a status is never null", "Pass one such as \"200 OK\".", Source.START),
    STATUS_FORMAT(
            APPLICATION,
            "a status is three digits, one space and a reason without white space around it",
            "Pass one such as \"200 OK\".",
            Source.START),
    STATUS_RANGE(
            APPLICATION,
            "a status is from 200 to 599; those below 200 are the server's own",
            "Choose another; the server sends 100 Continue by itself when the body is first read.",
            Source.HTTP_FEATURES),
    STATUS_CHARACTERS(
            APPLICATION,
            "a status has no control characters and none outside ISO 8859-1",
            "Do not build a status from text that a client sent; line breaks in it would be headers.",
            Source.START),
    // ---- headers
    HEADERS_NULL(APPLICATION, "the headers are never null", "Pass List.of() for none.", Source.START),
    HEADER_NULL(APPLICATION, "no header is null", "Leave out what there is not.", Source.START),
    HEADER_NAME(
            APPLICATION,
            "a header name is a token: letters, digits and !#$%&'*+-.^_`|~",
            "Pass the name alone, without colon or space.",
            Source.START),
    HEADER_NAME_END(
            APPLICATION,
            "a header name does not end in a hyphen or an underscore",
            "Pass the name without trailing punctuation.",
            Source.START),
    HEADER_STATUS(
            APPLICATION,
            "there is no header Status; CGI had one",
            "Pass the status as start's first argument.",
            Source.VALIDATE),
    HEADER_HOP_BY_HOP(
            APPLICATION,
            "headers of the connection, such as Connection and Transfer-Encoding, are the server's own",
            "Leave it out; the server frames the body and keeps or closes the connection.",
            Source.HTTP_FEATURES),
    HEADER_VALUE_CONTROL(
            APPLICATION,
            "a header value has no control characters but the tab",
            "Encode or refuse what came from a client; line breaks in a value would be further headers.",
            Source.START),
    HEADER_VALUE_CHARSET(
            APPLICATION,
            "a header value has no characters outside ISO 8859-1",
            "Encode it as the header's own standard says, such as RFC 8187 for file names.",
            Source.UNICODE),
    HEADER_VALUE_SPACE(
            APPLICATION,
            "a header value has no white space around it",
            "Strip it; the recipient does.",
            "RFC 9110, section 5.5"),
    HEADER_REPEATED(
            APPLICATION,
            "a header of one value, such as Content-Type, is given once",
            "Replace the first instead of adding a second.",
            "RFC 9110, section 5.3"),
    HEADERS_CHANGED(
            APPLICATION,
            "the list of headers is not changed after it was passed to start",
            "Complete the list first; or call start again, with an error, before anything was sent.",
            Source.JAVA),
    // ---- content
    CONTENT_LENGTH_FORMAT(
            APPLICATION,
            "a Content-Length is a decimal number",
            "Pass the number of bytes, such as Long.toString(length), or leave it out.",
            Source.LENGTH),
    CONTENT_LENGTH_FORBIDDEN(
            APPLICATION, "a response with status 204 has no Content-Length", "Leave it out.", "RFC 9110, section 8.6"),
    CONTENT_LENGTH_SHORT(
            APPLICATION,
            "a body has all the bytes that its Content-Length promises",
            "Count bytes, not characters; or leave the header out.",
            Source.LENGTH),
    CONTENT_LENGTH_EXCEEDED(
            APPLICATION,
            "a body has no more bytes than its Content-Length promises",
            "Count bytes, not characters; or leave the header out.",
            Source.LENGTH),
    CONTENT_TYPE_MISSING(
            APPLICATION,
            "a response with a body has a Content-Type",
            "Add one, such as text/plain; charset=utf-8.",
            Source.VALIDATE),
    CONTENT_TYPE_FORBIDDEN(
            APPLICATION, "a response with status 204 or 304 has no Content-Type", "Leave it out.", Source.VALIDATE),
    BODY_FORBIDDEN(
            APPLICATION,
            "a response with status 204 or 304 has no body",
            "Return List.of(), or another status.",
            "RFC 9110, section 6.4.1"),
    // ---- start
    START_TWICE(
            APPLICATION,
            "start is called once, and again only with an error",
            "Decide on the status first; to replace headers that were not sent pass the error as third argument.",
            Source.START),
    START_NEVER(
            APPLICATION,
            "start is called before the first non-empty element, and in any case before the body's end",
            "Call start in the application, or in the iterator before its first element.",
            Source.SPECIFICATION),
    START_AFTER_END(
            APPLICATION,
            "start is not called after the end of the request",
            "Do not keep start; it belongs to one request.",
            Source.JAVA),
    START_OTHER_THREAD(
            APPLICATION,
            "start is called on the thread that called the application",
            "Hand results over to that thread, for example by a Future, and call start there.",
            Source.JAVA),
    ERROR_SWALLOWED(
            APPLICATION,
            "what start throws for an error after headers were sent is not caught",
            "Let it through: the response has begun and can only be broken off.",
            Source.ERRORS),
    // ---- what is returned
    BODY_NULL(
            APPLICATION, "an application does not return null", "Return List.of() for no body.", Source.SPECIFICATION),
    FILE_RETURNED_TWICE(
            APPLICATION,
            "what wsgi.file_wrapper makes is returned once, in the request that it was made in",
            "Wrap the file anew in each request; the server has closed the one before.",
            Source.FILES),
    ITERATOR_NULL(
            APPLICATION,
            "iterator() of what is returned does not return null",
            "Return an iterator.",
            Source.SPECIFICATION),
    ITERATOR_BROKEN(
            APPLICATION,
            "next() gives an element after hasNext() said true",
            "Make hasNext() and next() agree.",
            "java.util.Iterator"),
    ELEMENT_NULL(
            APPLICATION, "no element is null", "Give new byte[0] where there is nothing yet.", Source.SPECIFICATION),
    ELEMENT_TYPE(
            APPLICATION,
            "each element is a byte[]",
            "Encode text, such as text.getBytes(StandardCharsets.UTF_8).",
            Source.STRINGS),
    ELEMENTS_TINY(
            APPLICATION,
            "a body does not come byte by byte: each element is sent by itself",
            "Give the bytes in larger elements.",
            Source.STREAMING),
    // ---- write
    WRITE_NULL(APPLICATION, "write is not given null", "Write new byte[0] or nothing.", Source.WRITE),
    WRITE_AFTER_RETURN(
            APPLICATION,
            "write is not called after the application returned, so not while its body is iterated over either",
            "Give these bytes as an element, or write them before you return.",
            Source.WRITE),
    WRITE_AFTER_END(
            APPLICATION,
            "write is not called after the end of the request",
            "Do not keep it; it belongs to one request.",
            Source.JAVA),
    WRITE_OTHER_THREAD(
            APPLICATION,
            "write is called on the thread that called the application",
            "Hand the bytes over to that thread.",
            Source.JAVA),
    // ---- input, errors, environ in the application's hands
    INPUT_CLOSED(
            APPLICATION,
            "an application does not close wsgi.input",
            "Leave it open; mind try-with-resources around a Reader of it.",
            Source.STREAMS),
    INPUT_AFTER_END(
            APPLICATION,
            "wsgi.input is not read after the end of the request",
            "Read what you need before; it belongs to one request.",
            Source.JAVA),
    ERRORS_CLOSED(APPLICATION, "an application does not close wsgi.errors", "Flush it, if you must.", Source.STREAMS),
    ERRORS_AFTER_END(
            APPLICATION,
            "wsgi.errors is not written to after the end of the request",
            "Use a logger of the application for what goes on longer.",
            Source.JAVA),
    ENVIRON_SPOILED(
            APPLICATION,
            "what an application puts into environ leaves the variables of CGI strings, and those of wsgi. what they were",
            "Put your own things under names of your own with a dot, such as com.acme.user.",
            Source.ENVIRON),
    // ---- environ as it is handed down
    ENVIRON_NULL(CALLER, "environ is not null", "Pass a mutable map.", Source.ENVIRON),
    ENVIRON_READ_ONLY(
            CALLER,
            "the application may change environ in any way it likes",
            "Pass a mutable map, such as new HashMap<>(environ).",
            Source.ENVIRON),
    ENVIRON_KEY_MISSING(CALLER, "environ has all the variables that PEP 3333 requires", "Add it.", Source.ENVIRON),
    ENVIRON_TYPE(
            CALLER,
            "the variables of environ are of the types that the contract says; those of CGI are strings",
            "Put your own things under names of your own with a dot.",
            Source.ENVIRON),
    ENVIRON_CHARSET(
            CALLER,
            "the strings of environ are bytes as ISO 8859-1: no character is above U+00FF",
            "Do not decode: new String(bytes, StandardCharsets.ISO_8859_1).",
            Source.UNICODE),
    ENVIRON_HTTP_CONTENT(
            CALLER,
            "type and length of the request body are in CONTENT_TYPE and CONTENT_LENGTH only",
            "Leave HTTP_CONTENT_TYPE and HTTP_CONTENT_LENGTH out.",
            Source.VALIDATE),
    ENVIRON_METHOD(CALLER, "REQUEST_METHOD is a token of HTTP", "Pass the method as it came.", Source.ENVIRON),
    ENVIRON_PATH(
            CALLER,
            "SCRIPT_NAME and PATH_INFO are empty or begin with a slash, SCRIPT_NAME does not end in one, and not both are"
                    + " empty",
            "Move whole segments, such as /shop, from PATH_INFO to SCRIPT_NAME.",
            Source.ENVIRON),
    ENVIRON_CONTENT_LENGTH(
            CALLER,
            "CONTENT_LENGTH is a decimal number, empty or absent",
            "Remove it when the length is not known.",
            Source.ENVIRON),
    ENVIRON_VERSION(CALLER, "wsgi.version is the list (1, 0)", "Pass List.of(1, 0).", Source.ENVIRON),
    ENVIRON_SCHEME(CALLER, "wsgi.url_scheme is http or https", "Pass one of them.", Source.ENVIRON),
    // ---- what a server or middleware does with the application
    START_NULL(CALLER, "start is not null", "Pass a StartResponse.", Source.SPECIFICATION),
    WRITE_MISSING(
            CALLER, "start returns a way to write", "Return the Write that the outer start returned.", Source.WRITE),
    HEADERS_CHANGED_BY_CALLER(
            CALLER,
            "the list of headers that an application passes to start is not changed by who receives it",
            "Pass a changed copy on.",
            Source.JAVA),
    BODY_ITERATED_TWICE(
            CALLER,
            "iterator() of what an application returned is called once",
            "Keep the elements, or wrap the iterator.",
            Source.JAVA),
    BODY_USED_AFTER_CLOSE(
            CALLER,
            "what an application returned is not used after it was closed",
            "Close it last.",
            Source.SPECIFICATION),
    NEXT_AFTER_END(CALLER, "next() is not called at the end of the body", "Ask hasNext() first.", "java.util.Iterator"),
    NEXT_AFTER_FAILURE(
            CALLER,
            "an iterator that has thrown is not used again",
            "Close the body and let the exception through.",
            Source.JAVA),
    ELEMENT_CHANGED(
            CALLER,
            "the array of an element is not changed by who receives it; the application may send it again",
            "Change a copy.",
            Source.JAVA),
    CLOSE_TWICE(CALLER, "what an application returned is closed once", "Remember that it was closed.", Source.JAVA),
    CLOSE_NEVER(
            CALLER,
            "what an application returned is closed, whatever happened",
            "Return a body that is AutoCloseable and closes what it wraps.",
            Source.SPECIFICATION),
    INPUT_TOO_LONG(
            CALLER,
            "wsgi.input ends where CONTENT_LENGTH says",
            "Remove or correct CONTENT_LENGTH when you replace wsgi.input.",
            Source.STREAMS),
    INPUT_TOO_SHORT(
            CALLER,
            "wsgi.input does not end before CONTENT_LENGTH says: a body that breaks off is an IOException",
            "Throw; or remove or correct CONTENT_LENGTH when you replace wsgi.input.",
            Source.STREAMS),
    INPUT_READ_NOTHING(
            CALLER,
            "reading wsgi.input into an array blocks until there is at least one byte",
            "Block, or return -1 at the end.",
            "java.io.InputStream"),
    CALLED_AT_ONCE(
            CALLER,
            "an application is called by one thread at a time when wsgi.multithread is false",
            "Set wsgi.multithread to true, or wait.",
            Source.THREADS),
    CALLED_AFTER_CLOSE(
            CALLER,
            "an application is not called after it was closed",
            "Close it after its last request.",
            Source.JAVA);

    private final Blame blame;
    private final String sentence;
    private final String remedy;
    private final String source;

    Rule(Blame blame, String sentence, String remedy, String source) {
        this.blame = blame;
        this.sentence = sentence;
        this.remedy = remedy;
        this.source = source;
    }

    /** Its name in messages and in the documents, such as {@code status-format}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Which side is to keep it. */
    public Blame blame() {
        return blame;
    }

    /** What is allowed, as a sentence without an end. */
    public String sentence() {
        return sentence;
    }

    /** What to do about a breach, as whole sentences. */
    public String remedy() {
        return remedy;
    }

    /** Where it stands: the section of PEP 3333, or what else it comes from. */
    public String source() {
        return source;
    }

    /** Where rules stand. */
    private static final class Source {
        static final String SPECIFICATION = "PEP 3333, Specification Details";
        static final String ENVIRON = "PEP 3333, environ Variables";
        static final String STREAMS = "PEP 3333, Input and Error Streams";
        static final String START = "PEP 3333, The start_response() Callable";
        static final String LENGTH = "PEP 3333, Handling the Content-Length Header";
        static final String STREAMING = "PEP 3333, Buffering and Streaming";
        static final String WRITE = "PEP 3333, The write() Callable";
        static final String UNICODE = "PEP 3333, Unicode Issues";
        static final String STRINGS = "PEP 3333, A Note On String Types";
        static final String ERRORS = "PEP 3333, Error Handling";
        static final String THREADS = "PEP 3333, Thread Support";
        static final String HTTP_FEATURES = "PEP 3333, Other HTTP Features";
        static final String FILES = "PEP 3333, Optional Platform-Specific File Handling";
        static final String VALIDATE = "wsgiref.validate";
        static final String JAVA = "docs/wsgi.md, for what Java has and Python has not";

        private Source() {}
    }
}
