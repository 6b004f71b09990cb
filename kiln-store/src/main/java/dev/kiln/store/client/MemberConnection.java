package dev.kiln.store.client;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.access.Access;
import dev.kiln.store.access.Token;
import dev.kiln.store.wire.RecordCodec;
import dev.kiln.store.wire.Reply;
import dev.kiln.store.wire.Request;
import dev.kiln.store.wire.StoreService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.Ignition;
import org.apache.ignite.client.ClientAuthenticationException;
import org.apache.ignite.client.ClientAuthorizationException;
import org.apache.ignite.client.ClientException;
import org.apache.ignite.client.ClientRetryPolicy;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.client.SslMode;
import org.apache.ignite.configuration.ClientConfiguration;
import org.jspecify.annotations.Nullable;

/** A thin client's connection to one member. Safe for use by several threads. */
final class MemberConnection implements AutoCloseable {
    private final String address;
    private final IgniteClient client;
    private final StoreService service;

    private MemberConnection(String address, IgniteClient client) {
        this.address = address;
        this.client = client;
        this.service = client.services().serviceProxy(StoreService.NAME, StoreService.class);
    }

    /**
     * @throws StoreException {@code UNAVAILABLE} if the member can't be reached, {@code ACCESS_DENIED} if it doesn't let this
     *     client in
     */
    static MemberConnection open(String address, Duration timeout, Access access) {
        int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
        ClientConfiguration configuration = new ClientConfiguration()
                .setAddresses(address)
                .setTimeout(millis)
                // Calls go to the member that they are meant for; what to do when it fails is decided elsewhere.
                .setPartitionAwarenessEnabled(false)
                .setClusterDiscoveryEnabled(false)
                .setRetryPolicy((ClientRetryPolicy) context -> false)
                .setRetryLimit(1)
                .setTcpNoDelay(true)
                .setSendBufferSize(1 << 20)
                .setReceiveBufferSize(1 << 20)
                .setHeartbeatEnabled(true)
                .setHeartbeatInterval(5000);
        access.token().ifPresent(token -> configuration.setUserName(Token.USER).setUserPassword(token.text()));
        access.tls().ifPresent(tls -> configuration.setSslMode(SslMode.REQUIRED).setSslContextFactory(tls::context));
        try {
            return new MemberConnection(address, Ignition.startClient(configuration));
        } catch (ClientAuthenticationException | ClientAuthorizationException e) {
            throw new StoreException(
                    StoreCondition.ACCESS_DENIED,
                    "The store's member at " + address + " doesn't let this client in: "
                            + (access.token().isPresent()
                                    ? "the token isn't the store's"
                                    : "it asks for a token (kiln.store.token or kiln.store.tokenFile)"),
                    e);
        } catch (ClientException | IllegalArgumentException e) {
            throw failed(address, e);
        }
    }

    /** What a member answered. */
    record Answer(byte[] value, List<byte @Nullable []> attachments) {
        <T> T as(Class<T> type) {
            return RecordCodec.read(type, value);
        }
    }

    /** @throws StoreException what the member says, or {@code UNAVAILABLE} with a cause if nothing is heard of it */
    Answer call(Request request, List<byte[]> attachments) {
        List<byte[]> message = new ArrayList<>(attachments.size() + 1);
        message.add(RecordCodec.write(Request.class, request));
        message.addAll(attachments);
        List<byte[]> answer;
        try {
            answer = service.call(message);
        } catch (RuntimeException e) {
            throw failed(address, e);
        }
        Reply reply = RecordCodec.read(Reply.class, answer.get(0));
        if (reply.failure().isPresent()) {
            throw reply.failure().get().exception();
        }
        return new Answer(reply.value(), answer.subList(1, answer.size()));
    }

    private static StoreException failed(String address, RuntimeException e) {
        return new StoreException(
                StoreCondition.UNAVAILABLE, "The store's member at " + address + " can't be reached: " + e, e);
    }

    @Override
    public void close() {
        client.close();
    }
}
