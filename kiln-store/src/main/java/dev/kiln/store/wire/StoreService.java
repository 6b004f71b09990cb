package dev.kiln.store.wire;

import java.util.List;

/** What every member answers. Thin clients call it by name on the member that they are connected to. */
public interface StoreService {
    /** The name by which members know it. */
    String NAME = "kiln-store";

    /**
     * Answers a request.
     *
     * @param message a {@link Request} in bytes, then the large values that belong to it
     * @return a {@link Reply} in bytes, then the large values that belong to it; null where there is no value
     */
    List<byte[]> call(List<byte[]> message);
}
