package io.integrator.webhooks.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import java.util.Set;

/**
 * Refuses what Netty's decoder lets pass although another reader, such as a proxy on the way, could find other requests in the
 * same bytes (request smuggling, RFC 9112 section 11.2). After a refusal nothing of the connection is read any more.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    private static final Set<String> VERSIONS = Set.of("HTTP/1.0", "HTTP/1.1");

    /** For a draft of WebSocket from 2010, requests with this field have a body of eight bytes that nothing announces. */
    private static final String UNANNOUNCED_BODY = "Sec-WebSocket-Key1";

    private final HeadScan head = new HeadScan();
    private final ChunkScan chunks = new ChunkScan();
    private boolean inBody;
    private boolean chunked;
    private boolean refused;

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected HttpMessage createMessage(String[] requestLine) {
        HttpMessage message = super.createMessage(requestLine);
        if (!VERSIONS.contains(requestLine[2])) {
            throw new UnsupportedVersionException();
        }
        return message;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (refused) {
            bytes.skipBytes(bytes.readableBytes());
        } else if (!inBody) {
            decodeHead(context, bytes, out);
        } else if (chunked && !chunks.accepts(bytes)) {
            refuse(bytes);
            out.add(failed(new MalformedRequestException("a chunk's size is none")));
        } else {
            decodeBody(context, bytes, out);
        }
    }

    private void decodeHead(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        int before = out.size();
        int start = bytes.readerIndex();
        super.decode(context, bytes, out);
        bytes.forEachByte(start, bytes.readerIndex() - start, head);
        if (out.size() == before) {
            return;
        }
        HttpRequest request = (HttpRequest) out.get(before);
        if (request.decoderResult().isFailure()) {
            refuse(bytes);
            return;
        }
        String fault = head.fault() == null ? faultOf(request.headers()) : head.fault();
        if (fault != null) {
            request.setDecoderResult(DecoderResult.failure(new MalformedRequestException(fault)));
            while (out.size() > before + 1) {
                out.remove(out.size() - 1);
            }
            refuse(bytes);
            return;
        }
        head.reset();
        chunks.reset();
        chunked = request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        inBody = !(out.get(out.size() - 1) instanceof LastHttpContent);
    }

    private void decodeBody(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        int before = out.size();
        int start = bytes.readerIndex();
        super.decode(context, bytes, out);
        int content = 0;
        for (Object part : out.subList(before, out.size())) {
            HttpContent read = (HttpContent) part;
            content += read.content().readableBytes();
            inBody &= !(read instanceof LastHttpContent);
            if (read.decoderResult().isFailure()) {
                // Whoever reads the body takes only this kind of failure for the client's.
                read.setDecoderResult(DecoderResult.failure(
                        new DecoderException(read.decoderResult().cause())));
                refuse(bytes);
            }
        }
        chunks.advance(bytes.readerIndex() - start, content);
    }

    /** What is wrong with a head that the bytes don't show; null for nothing. */
    private static String faultOf(HttpHeaders fields) {
        List<String> encodings = fields.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (encodings.size() > 1 || !encodings.stream().allMatch("chunked"::equalsIgnoreCase)) {
            return "the Transfer-Encoding is not chunked";
        }
        if (fields.getAll(HttpHeaderNames.HOST).size() > 1) {
            return "the Host is told more than once";
        }
        return fields.contains(UNANNOUNCED_BODY) ? "the body has no end" : null;
    }

    private void refuse(ByteBuf bytes) {
        refused = true;
        bytes.skipBytes(bytes.readableBytes());
    }

    private static HttpContent failed(DecoderException cause) {
        HttpContent content = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        content.setDecoderResult(DecoderResult.failure(cause));
        return content;
    }
}
