// Sends the stored exchanges of ODK Collect and KoboCollect through OkHttp, the library they send with, and stores what arrives.
//
//   java -cp /usr/share/java/okhttp.jar:/usr/share/java/okio.jar tools/exchanges/Collect.java FOLDER NAME...
//
// (Debian: libokhttp-java.) What Collect itself adds stands in OkHttpConnection and OkHttpOpenRosaServerClientProvider:
// the headers, one part a file, Basic after a 401. Port 80 of this machine must be free: the address is kogge.example.

import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import okhttp3.*;

public class Collect {
    static final String HOST = "kogge.example";

    /** What a stored request says: the first line, its headers and, of a POST, its parts. */
    record Stored(String method, String path, Map<String, String> headers, List<String[]> parts) {}

    static Stored read(Path file) throws IOException {
        String all = Files.readString(file, StandardCharsets.ISO_8859_1);
        int end = all.indexOf("\r\n\r\n");
        String[] lines = all.substring(0, end).split("\r\n");
        String[] first = lines[0].split(" ");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        List<String[]> parts = new ArrayList<>();
        if (headers.containsKey("Content-Type")) {
            String boundary = headers.get("Content-Type").split("boundary=")[1];
            for (String part : all.substring(end + 4).split("(\r\n)?--" + boundary + "(--)?\r\n")) {
                int body = part.indexOf("\r\n\r\n");
                if (body > 0) parts.add(new String[] {part.substring(0, body), part.substring(body + 4)});
            }
        }
        return new Stored(first[0], first[1], headers, parts);
    }

    static String within(String head, String before, String after) {
        int at = head.indexOf(before);
        if (at < 0) return null;
        int from = at + before.length();
        int to = head.indexOf(after, from);
        return head.substring(from, to < 0 ? head.length() : to);
    }

    static RequestBody bodyOf(Stored stored) {
        MultipartBody.Builder body = new MultipartBody.Builder().setType(MultipartBody.FORM);
        for (String[] part : stored.parts()) {
            String name = within(part[0], " name=\"", "\""), file = within(part[0], "filename=\"", "\"");
            byte[] bytes = part[1].getBytes(StandardCharsets.ISO_8859_1);
            if (file == null) body.addFormDataPart(name, new String(bytes, StandardCharsets.UTF_8));
            else {
                MediaType type = MediaType.parse(within(part[0], "Content-Type: ", "\r\n"));
                body.addPart(MultipartBody.Part.createFormData(name, file, RequestBody.create(type, bytes)));
            }
        }
        return body.build();
    }

    /** Takes one request after the other, as bytes; asks for a password where none is sent. */
    static class Listener extends Thread {
        final ServerSocket socket = new ServerSocket(80, 5, InetAddress.getLoopbackAddress());
        volatile byte[] last;

        Listener() throws IOException { setDaemon(true); }

        public void run() {
            while (true) {
                try (Socket one = socket.accept()) {
                    InputStream in = one.getInputStream();
                    while (true) {
                        ByteArrayOutputStream got = new ByteArrayOutputStream();
                        while (!got.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                            int next = in.read();
                            if (next < 0) throw new EOFException();
                            got.write(next);
                        }
                        String head = got.toString(StandardCharsets.ISO_8859_1);
                        String length = within(head, "Content-Length: ", "\r\n");
                        if (length != null) got.write(in.readNBytes(Integer.parseInt(length)));
                        last = got.toByteArray();
                        String answer = head.contains("Authorization:") ? "204 No Content\r\n"
                            : "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"Kogge\"\r\nContent-Length: 0\r\n";
                        one.getOutputStream().write(("HTTP/1.1 " + answer + "\r\n").getBytes());
                    }
                } catch (EOFException done) {
                    // The client hung up: the next connection.
                } catch (IOException error) {
                    throw new UncheckedIOException(error);
                }
            }
        }
    }

    public static void main(String[] options) throws Exception {
        Listener listener = new Listener();
        listener.start();
        for (int i = 1; i < options.length; i++) {
            Path file = Path.of(options[0], options[i] + ".http");
            Stored stored = read(file);
            String code = stored.headers().get("Authorization");
            OkHttpClient client = new OkHttpClient.Builder()
                .dns(name -> List.of(InetAddress.getLoopbackAddress()))
                .authenticator((route, answer) -> code == null ? null
                    : answer.request().newBuilder().header("Authorization", code).build())
                .build();
            Request.Builder request = new Request.Builder().url("http://" + HOST + stored.path());
            for (String name : List.of("User-Agent", "X-OpenRosa-Version", "Date"))
                request.addHeader(name, stored.headers().get(name));
            request.method(stored.method(), stored.parts().isEmpty() ? null : bodyOf(stored));
            try (Response answer = client.newCall(request.build()).execute()) {
                Files.write(file, listener.last);
                System.out.println(options[i] + ": " + answer.code() + ", " + listener.last.length + " bytes");
            }
            client.connectionPool().evictAll();
        }
    }
}
