package dev.kiln.server.grpc;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.util.ArrayList;
import java.util.List;

/** Lets the messages of a service nest deeper than protobuf's default of 100 levels, as plans do. */
final class DeepMessages {
    private DeepMessages() {}

    static ServerServiceDefinition of(ServerServiceDefinition service, int recursionLimit) {
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        service.getMethods().forEach(method -> methods.add(deep(method, recursionLimit)));
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName());
        descriptor.setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder deep = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(deep::addMethod);
        return deep.build();
    }

    private static <Q, R> ServerMethodDefinition<Q, R> deep(ServerMethodDefinition<Q, R> method, int recursionLimit) {
        MethodDescriptor<Q, R> descriptor = method.getMethodDescriptor();
        return ServerMethodDefinition.create(
                descriptor.toBuilder(
                                deep(descriptor.getRequestMarshaller(), recursionLimit),
                                deep(descriptor.getResponseMarshaller(), recursionLimit))
                        .build(),
                method.getServerCallHandler());
    }

    @SuppressWarnings("unchecked") // a marshaller with a message as prototype is one for that message type
    private static <T> MethodDescriptor.Marshaller<T> deep(MethodDescriptor.Marshaller<T> marshaller, int limit) {
        if (marshaller instanceof PrototypeMarshaller<T> prototype
                && prototype.getMessagePrototype() instanceof Message message) {
            return (MethodDescriptor.Marshaller<T>) ProtoUtils.marshallerWithRecursionLimit(message, limit);
        }
        throw new IllegalArgumentException("not a protobuf marshaller: " + marshaller);
    }
}
