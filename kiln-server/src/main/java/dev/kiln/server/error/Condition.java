package dev.kiln.server.error;

import java.util.Map;

/** The Spark error conditions that the front door raises itself. Names, parameters and SQLSTATEs are Spark's. */
public enum Condition {
    HANDLE_FORMAT(
            "INVALID_HANDLE.FORMAT",
            "HY000",
            ThrownAs.SPARK_SQL,
            "The handle <handle> is invalid. A handle has the form of a UUID: '00112233-4455-6677-8899-aabbccddeeff'."),
    SESSION_CLOSED("INVALID_HANDLE.SESSION_CLOSED", "HY000", ThrownAs.SPARK_SQL, handle("The session was closed.")),
    SESSION_NOT_FOUND(
            "INVALID_HANDLE.SESSION_NOT_FOUND", "HY000", ThrownAs.SPARK_SQL, handle("There is no such session.")),
    SESSION_CHANGED(
            "INVALID_HANDLE.SESSION_CHANGED",
            "HY000",
            ThrownAs.SPARK_SQL,
            handle("The server no longer holds the session that the client knew. Please reconnect.")),
    OPERATION_ALREADY_EXISTS(
            "INVALID_HANDLE.OPERATION_ALREADY_EXISTS",
            "HY000",
            ThrownAs.SPARK_SQL,
            handle("Another operation has this id.")),
    OPERATION_ABANDONED(
            "INVALID_HANDLE.OPERATION_ABANDONED",
            "HY000",
            ThrownAs.SPARK_SQL,
            handle("The operation has ended or was given up by its client, and was removed.")),
    OPERATION_NOT_FOUND(
            "INVALID_HANDLE.OPERATION_NOT_FOUND", "HY000", ThrownAs.SPARK_SQL, handle("There is no such operation.")),
    CURSOR_DISCONNECTED(
            "INVALID_CURSOR.DISCONNECTED",
            "HY109",
            ThrownAs.SPARK_SQL,
            cursor("The server has disconnected this stream of the operation.")),
    CURSOR_NOT_REATTACHABLE(
            "INVALID_CURSOR.NOT_REATTACHABLE",
            "HY109",
            ThrownAs.SPARK_SQL,
            cursor("The operation was not started as reattachable.")),
    CURSOR_POSITION_NOT_FOUND(
            "INVALID_CURSOR.POSITION_NOT_FOUND",
            "HY109",
            ThrownAs.SPARK_SQL,
            cursor("The operation has no response <responseId>.")),
    CURSOR_POSITION_NOT_AVAILABLE(
            "INVALID_CURSOR.POSITION_NOT_AVAILABLE",
            "HY109",
            ThrownAs.SPARK_SQL,
            cursor("The response <responseId> at index <index> is no longer held.")),
    ARTIFACT_ALREADY_EXISTS(
            "ARTIFACT_ALREADY_EXISTS",
            "42713",
            ThrownAs.SPARK_RUNTIME,
            "There is an artifact <normalizedRemoteRelativePath> with other content already, which cannot be overwritten."),
    OPERATION_CANCELED("OPERATION_CANCELED", "HY008", ThrownAs.SPARK_SQL, "The operation was canceled."),
    INTERRUPT_TAG_MISSING(
            "INVALID_PARAMETER_VALUE.INTERRUPT_TYPE_TAG_REQUIRES_TAG",
            "22023",
            ThrownAs.SPARK_SQL,
            "The value of parameter(s) <parameter> in <functionName> is invalid: to interrupt by tag, give a tag."),
    INTERRUPT_ID_MISSING(
            "INVALID_PARAMETER_VALUE.INTERRUPT_TYPE_OPERATION_ID_REQUIRES_ID",
            "22023",
            ThrownAs.SPARK_SQL,
            "The value of parameter(s) <parameter> in <functionName> is invalid: "
                    + "to interrupt one operation, give its id."),
    INTERRUPT_TYPE(
            "UNSUPPORTED_FEATURE.INTERRUPT_TYPE",
            "0A000",
            ThrownAs.SPARK_SQL,
            "The feature is not supported: interrupt type <interruptType>."),
    PLAN_FIELD_NOT_SET(
            "CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SET",
            "56K00",
            ThrownAs.INVALID_PLAN,
            plan("One field of the group <name> in <fullName> must be set.")),
    PLAN_FIELD_NOT_SUPPORTED(
            "CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SUPPORTED",
            "56K00",
            ThrownAs.INVALID_PLAN,
            plan("The field <name>(<number>) of <fullName> is not supported.")),
    PLAN_CANNOT_PARSE(
            "CONNECT_INVALID_PLAN.CANNOT_PARSE",
            "56K00",
            ThrownAs.INVALID_PLAN,
            plan("The compressed plan cannot be read: <errorMsg>. To send plans uncompressed, set "
                    + "'spark.connect.session.planCompression.threshold' to -1.")),
    PLAN_TOO_LARGE(
            "CONNECT_INVALID_PLAN.PLAN_SIZE_LARGER_THAN_MAX",
            "56K00",
            ThrownAs.INVALID_PLAN,
            plan("It has <planSize> bytes, and <maxPlanSize> bytes are the limit.")),
    UNKNOWN_ANALYZE_METHOD(
            "CONNECT_INVALID_PLAN.UNKNOWN_ANALYZE_METHOD",
            "56K00",
            ThrownAs.INVALID_PLAN,
            plan("There is nothing to analyze for <other>.")),
    CLONE_TARGET_FORMAT(
            "INVALID_CLONE_SESSION_REQUEST.TARGET_SESSION_ID_FORMAT",
            "42K04",
            ThrownAs.SPARK_SQL,
            "The session cannot be cloned: the new session id <targetSessionId> does not have the form of a UUID."),
    CLONE_TARGET_CLOSED(
            "INVALID_CLONE_SESSION_REQUEST.TARGET_SESSION_ID_ALREADY_CLOSED",
            "42K04",
            ThrownAs.SPARK_SQL,
            "The session cannot be cloned: a session with the new id <targetSessionId> was closed before."),
    CLONE_TARGET_EXISTS(
            "INVALID_CLONE_SESSION_REQUEST.TARGET_SESSION_ID_ALREADY_EXISTS",
            "42K04",
            ThrownAs.SPARK_SQL,
            "The session cannot be cloned: there is a session with the new id <targetSessionId>."),
    INVALID_ARTIFACT_PATH(
            "INVALID_ARTIFACT_PATH",
            "22023",
            ThrownAs.SPARK_RUNTIME,
            "The artifact name <name> is invalid. It must be a relative path that stays inside its folder.");

    private final String conditionName;
    private final String sqlState;
    private final ThrownAs thrownAs;
    private final String template;

    Condition(String conditionName, String sqlState, ThrownAs thrownAs, String template) {
        this.conditionName = conditionName;
        this.sqlState = sqlState;
        this.thrownAs = thrownAs;
        this.template = template;
    }

    /** The name with its sub-condition, such as {@code INVALID_HANDLE.FORMAT}. */
    public String conditionName() {
        return conditionName;
    }

    String sqlState() {
        return sqlState;
    }

    ThrownAs thrownAs() {
        return thrownAs;
    }

    /** The whole message, in the form in which clients look for conditions: {@code [NAME] text SQLSTATE: xxxxx}. */
    String message(Map<String, String> parameters) {
        String text = template;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            text = text.replace("<" + parameter.getKey() + ">", parameter.getValue());
        }
        return "[" + conditionName + "] " + text + " SQLSTATE: " + sqlState;
    }

    private static String handle(String reason) {
        return "The handle <handle> is invalid. " + reason;
    }

    private static String cursor(String reason) {
        return "The cursor is invalid. " + reason;
    }

    private static String plan(String reason) {
        return "The Spark Connect plan is invalid. " + reason;
    }
}
