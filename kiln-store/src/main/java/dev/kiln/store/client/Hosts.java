package dev.kiln.store.client;

import dev.kiln.store.Member;

/** Which member is on which machine. */
final class Hosts {
    private Hosts() {}

    static boolean isOn(Member member, String host) {
        return member.host().equalsIgnoreCase(host) || member.addresses().contains(host);
    }
}
