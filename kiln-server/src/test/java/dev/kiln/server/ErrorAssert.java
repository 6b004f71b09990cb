package dev.kiln.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What official clients look for in an error. */
final class ErrorAssert {
    private ErrorAssert() {}

    /** Asserts that the call fails with a condition, in the message and in the metadata. */
    static StatusRuntimeException assertCondition(ThrowingCallable call, String condition) {
        StatusRuntimeException error = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(error).as("no error; expected %s", condition).isNotNull();
        assertCondition(error, condition);
        return error;
    }

    static void assertCondition(StatusRuntimeException error, String condition) {
        assertThat(error.getStatus().getCode()).as(error.toString()).isEqualTo(Status.Code.INTERNAL);
        assertThat(error.getStatus().getDescription()).contains("[" + condition + "]");
        ErrorInfo info = TestServer.errorInfo(error);
        assertThat(info.getDomain()).isEqualTo("org.apache.spark");
        assertThat(info.getMetadataMap()).containsEntry("errorClass", condition);
        assertThat(info.getMetadataOrThrow("classes")).startsWith("[\"").contains("\"java.lang.Object\"]");
        assertThat(info.getMetadataOrThrow("sqlState")).hasSize(5);
    }
}
