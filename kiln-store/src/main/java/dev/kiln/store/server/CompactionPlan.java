package dev.kiln.store.server;

import dev.kiln.store.snapshot.Batch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which batches of a bucket are worth being rewritten as one: those of which much is deleted, and small ones once there are
 * several of about the same size. A row is so rewritten once for each time that its batch has become several times as large.
 *
 * @param most bytes, before encoding, that the rows of the new batch may take
 */
record CompactionPlan(long most) {
    /** Batches of about one size that are worth the work. */
    private static final int LEAST = 4;

    /** Of one rewriting. */
    private static final int MOST_BATCHES = 1000;

    /** A batch that lost one row in so many is rewritten. */
    private static final int ROWS_PER_DELETED = 4;

    /** What is smaller than this is of about one size. */
    private static final long SMALLEST = 16 << 10;

    /** The batches, in order; nothing if all are well as they are. */
    Optional<List<Batch>> of(List<Batch> batches) {
        Optional<Batch> holed = batches.stream()
                .filter(batch -> isHoled(batch) && liveBytes(batch) <= most)
                .max(Comparator.comparingInt(batch -> batch.rows() - batch.liveRows()));
        int tier = highestFullTier(batches);
        if (tier < 0) {
            return holed.map(List::of);
        }
        long room = most - holed.map(CompactionPlan::liveBytes).orElse(0L);
        List<Batch> chosen = new ArrayList<>();
        for (Batch batch : batches) {
            if (holed.filter(batch::equals).isPresent()) {
                chosen.add(batch);
            } else if (isSmall(batch) && tier(batch) <= tier && liveBytes(batch) <= room) {
                chosen.add(batch);
                room -= liveBytes(batch);
            }
            if (chosen.size() == MOST_BATCHES) {
                break;
            }
        }
        return chosen.size() >= LEAST ? Optional.of(chosen) : holed.map(List::of);
    }

    private int highestFullTier(List<Batch> batches) {
        int[] count = new int[Long.SIZE];
        batches.stream().filter(this::isSmall).forEach(batch -> count[tier(batch)]++);
        for (int tier = count.length - 1; tier >= 0; tier--) {
            if (count[tier] >= LEAST) {
                return tier;
            }
        }
        return -1;
    }

    private static boolean isHoled(Batch batch) {
        return (long) (batch.rows() - batch.liveRows()) * ROWS_PER_DELETED >= batch.rows();
    }

    private boolean isSmall(Batch batch) {
        return liveBytes(batch) < most / LEAST;
    }

    /** Grows by one where the size grows by as much as the least number of batches makes it. */
    private static int tier(Batch batch) {
        int tier = 0;
        for (long size = liveBytes(batch) / SMALLEST; size > 0; size /= LEAST) {
            tier++;
        }
        return tier;
    }

    private static long liveBytes(Batch batch) {
        return batch.size() * batch.liveRows() / batch.rows();
    }
}
