package dev.kiln.server.grpc;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the messages of a service: they may nest deeper than protobuf's default of 100 levels, as plans do, and a
 * message that can't be read gets a clear answer (gRPC itself would log it as a fault of the server and tell the client
 * nothing).
 */
final class MessageReading {
    private MessageReading() {}

    static ServerServiceDefinition of(ServerServiceDefinition service, int recursionLimit) {
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        service.getMethods().forEach(method -> methods.add(reading(method, recursionLimit)));
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName());
        descriptor.setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder all = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(all::addMethod);
        return all.build();
    }

    private static <Q, R> ServerMethodDefinition<Q, R> reading(ServerMethodDefinition<Q, R> method, int limit) {
        MethodDescriptor<Q, R> descriptor = method.getMethodDescriptor();
        Reader<Q> reader = new Reader<>(descriptor.getRequestMarshaller(), limit);
        return ServerMethodDefinition.create(
                descriptor.toBuilder(reader, descriptor.getResponseMarshaller()).build(),
                new Handler<>(method.getServerCallHandler(), reader, limit));
    }

    /** Turns what it can't read into one certain message, which the handler knows by its identity. */
    private static final class Reader<T> implements Marshaller<T> {
        private final Marshaller<T> deep;
        private final T unreadable;

        @SuppressWarnings("unchecked") // a marshaller with a message as prototype is one for that message type
        Reader(Marshaller<T> marshaller, int limit) {
            if (marshaller instanceof PrototypeMarshaller<T> prototype
                    && prototype.getMessagePrototype() instanceof Message message) {
                this.deep = (Marshaller<T>) ProtoUtils.marshallerWithRecursionLimit(message, limit);
                this.unreadable = (T) message.newBuilderForType().build();
            } else {
                throw new IllegalArgumentException("not a protobuf marshaller: " + marshaller);
            }
        }

        @Override
        public InputStream stream(T message) {
            return deep.stream(message);
        }

        @Override
        public T parse(InputStream stream) {
            try {
                return deep.parse(stream);
            } catch (StatusRuntimeException e) {
                return unreadable;
            }
        }

        @SuppressWarnings("ReferenceEquality") // an equal, empty message may have been read
        boolean couldNotRead(T message) {
            return message == unreadable;
        }
    }

    private record Handler<Q, R>(ServerCallHandler<Q, R> handler, Reader<Q> reader, int limit)
            implements ServerCallHandler<Q, R> {
        @Override
        public ServerCall.Listener<Q> startCall(ServerCall<Q, R> call, Metadata headers) {
            return new SimpleForwardingServerCallListener<>(handler.startCall(call, headers)) {
                private boolean refused;

                @Override
                public void onMessage(Q message) {
                    if (refused) {
                        return;
                    }
                    if (reader.couldNotRead(message)) {
                        refused = true;
                        // Spark's server answers with this code, too, and clients do not retry it.
                        call.close(
                                Status.UNKNOWN.withDescription("The request is not a message of the Spark Connect "
                                        + "protocol, or it nests deeper than " + limit + " levels."),
                                new Metadata());
                        super.onCancel();
                    } else {
                        super.onMessage(message);
                    }
                }

                @Override
                public void onHalfClose() {
                    if (!refused) {
                        super.onHalfClose();
                    }
                }

                @Override
                public void onCancel() {
                    if (!refused) {
                        super.onCancel();
                    }
                }

                @Override
                public void onComplete() {
                    if (!refused) {
                        super.onComplete();
                    }
                }
            };
        }
    }
}
