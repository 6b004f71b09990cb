package dev.kiln.store.server;

import dev.kiln.store.Member;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.StoreReport;
import dev.kiln.store.client.Stores;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the way back for a member that is in the smaller part of a ring that fell apart: rings don't grow together by
 * themselves. Locators that should be in this member's ring and aren't are asked which ring they are in.
 */
final class Reunion {
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final MemberSettings settings;

    Reunion(MemberSettings settings) {
        this.settings = settings;
    }

    /**
     * Whether there is another ring, to which this one's members should go over.
     *
     * @param mine the members of this member's ring
     */
    boolean isElsewhere(List<Member> mine) {
        Set<String> here = new HashSet<>();
        mine.forEach(member -> here.add(member.host() + ":" + member.port()));
        for (String locator : settings.locators()) {
            if (!here.contains(locator)) {
                List<Member> others = membersAt(locator);
                if (!others.isEmpty() && others.stream().noneMatch(mine::contains) && isGreater(others, mine)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Member> membersAt(String locator) {
        try {
            StoreReport report = Stores.report(new ClientSettings(
                    List.of(locator),
                    LONGEST,
                    settings.host(),
                    settings.access().load()));
            return report.members().stream()
                    .map(StoreReport.MemberReport::member)
                    .toList();
        } catch (StoreException e) {
            return List.of();
        }
    }

    /** Of two rings each side comes to the same answer. */
    private static boolean isGreater(List<Member> one, List<Member> other) {
        Comparator<List<Member>> order = Comparator.<List<Member>>comparingLong(Reunion::servers)
                .thenComparing(List::size)
                .thenComparing(Reunion::name);
        return order.compare(one, other) > 0;
    }

    private static long servers(List<Member> members) {
        return members.stream()
                .filter(member -> member.role() == Member.Role.SERVER)
                .count();
    }

    private static String name(List<Member> members) {
        return members.stream().map(Member::id).sorted().findFirst().orElse("");
    }
}
