package dev.kiln.server.journal;

import static java.util.Objects.requireNonNull;

import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;

/** What a client asked for and an engine can be asked again. */
public sealed interface Action {
    /** Settings were changed. */
    record Configure(ConfigRequest.Operation operation) implements Action {
        public Configure {
            requireNonNull(operation, "operation");
        }
    }

    /** A plan was run. */
    record Execute(Plan plan) implements Action {
        public Execute {
            requireNonNull(plan, "plan");
        }
    }

    /** A relation was to be cached, or not to be any more. */
    record Cache(AnalyzePlanRequest request) implements Action {
        public Cache {
            if (!request.hasPersist() && !request.hasUnpersist()) {
                throw new IllegalArgumentException("no request about a cache: " + request.getAnalyzeCase());
            }
        }

        /** Which relation it is about. */
        Relation relation() {
            return request.hasPersist()
                    ? request.getPersist().getRelation()
                    : request.getUnpersist().getRelation();
        }
    }

    /**
     * An artifact was uploaded.
     *
     * @param name as the client gave it
     * @param file the name of the file in which the journal keeps it
     */
    record Upload(String name, String file) implements Action {
        public Upload {
            requireNonNull(name, "name");
            requireNonNull(file, "file");
        }
    }

    /** How many bytes the action takes, nearly. */
    default int size() {
        if (this instanceof Configure configure) {
            return configure.operation().getSerializedSize();
        }
        if (this instanceof Cache cache) {
            return cache.request().getSerializedSize();
        }
        return this instanceof Execute execute
                ? execute.plan().getSerializedSize()
                : ((Upload) this).name().length();
    }
}
