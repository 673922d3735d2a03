// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.Version;
import java.util.concurrent.TimeUnit;

/**
 * The least that Netty can do: two loops in one process, Netty's codec, a handler on the loop, no contract, no Date, no
 * time-outs. It "blocks" by a timer of the loop, which is the ideal.
 */
public final class BareNetty {
    private BareNetty() {}

    public static String version() {
        return Version.identify().values().stream()
                .filter(version -> version.artifactId().equals("netty-transport"))
                .map(version -> "Netty " + version.artifactVersion())
                .findFirst()
                .orElse("Netty");
    }

    public static void main(String[] arguments) throws InterruptedException {
        var loops = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
        Channel listener = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 2048)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Handler());
                    }
                })
                .bind("127.0.0.1", Integer.parseInt(arguments[0]))
                .sync()
                .channel();
        listener.closeFuture().sync();
    }

    private static final class Handler extends SimpleChannelInboundHandler<HttpObject> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpRequest request) {
                byte[] body = Bodies.of(request.uri());
                if (request.uri().equals("/block")) {
                    var _ = context.executor()
                            .schedule(
                                    () -> {
                                        var _ = context.writeAndFlush(response(body));
                                    },
                                    5,
                                    TimeUnit.MILLISECONDS);
                } else {
                    var _ = context.write(response(body));
                }
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        private static DefaultFullHttpResponse response(byte[] body) {
            var response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
            return response;
        }
    }
}
