package dev.kiln.store.server;

import dev.kiln.store.Member;
import dev.kiln.store.access.Access;
import dev.kiln.store.server.row.SqlEngine;
import dev.kiln.store.wire.StoreService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.ignite.configuration.ClientConnectorConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SystemDataRegionConfiguration;
import org.apache.ignite.configuration.ThinClientConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.services.ServiceConfiguration;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/** Ignite's configuration of a member: what the store needs, and as little else as can be, so that members start quickly. */
final class RingConfiguration {
    /** The region of what outlives the servers. */
    static final String DURABLE = "durable";

    /** The region of what doesn't. */
    static final String MEMORY = "memory";

    private static final long MIB = 1L << 20;
    /** More than twice the largest value that is stored at once; see {@link Pieces}. */
    private static final int LOG_SEGMENT = (int) (16 * MIB);

    private static final int PORTS_TRIED = 100;

    private final MemberSettings settings;
    private final Access access;

    /** @throws IllegalArgumentException if the files of what lets others in can't be used */
    RingConfiguration(MemberSettings settings) {
        this.settings = settings;
        this.access = settings.access().load();
    }

    IgniteConfiguration build(StoreNode node) {
        boolean server = settings.role() == Member.Role.SERVER;
        IgniteConfiguration configuration = new IgniteConfiguration()
                .setIgniteInstanceName(name())
                .setConsistentId(name())
                .setWorkDirectory(settings.directory().toAbsolutePath().toString())
                .setLocalHost(settings.host())
                .setUserAttributes(MemberAttributes.of(settings))
                .setGridLogger(new RingLog())
                .setFailureHandler(new RingFailures())
                .setMetricsLogFrequency(0)
                // Members tell one another nothing of their environment, where secrets may be.
                .setIncludeProperties()
                .setFailureDetectionTimeout(settings.times().failure().toMillis())
                .setConnectorConfiguration(null)
                .setPeerClassLoadingEnabled(false)
                .setRebalanceThreadPoolSize(2)
                .setDataStorageConfiguration(storage(server))
                .setDiscoverySpi(discovery())
                .setCommunicationSpi(communication())
                .setClientConnectorConfiguration(clients());
        configuration.setServiceConfiguration(new ServiceConfiguration()
                .setName(StoreService.NAME)
                .setMaxPerNodeCount(1)
                .setService(new MemberService()));
        configuration.setPluginProviders(new RingPlugin(access.token(), locators()));
        // Between members there is then nothing but TLS, and each shows its certificate.
        access.tls().ifPresent(tls -> configuration.setSslContextFactory(tls::context));
        if (server) {
            SqlEngine.find().ifPresent(configuration::setSqlConfiguration);
        }
        MemberService.register(name(), node);
        return configuration;
    }

    /** How many locators the store is to have. */
    int locators() {
        Set<String> all = new LinkedHashSet<>(settings.locators());
        if (settings.role() == Member.Role.LOCATOR) {
            all.add(settings.host() + ":" + settings.port());
        }
        return all.size();
    }

    /** Names the member for ever, whatever its addresses become. */
    String name() {
        Path file = settings.directory().resolve("member.id");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            Files.createDirectories(settings.directory());
            String name = settings.role().name().toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID();
            Files.writeString(file, name + "\n");
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + file, e);
        }
    }

    private DataStorageConfiguration storage(boolean server) {
        long memory = server ? Math.max(settings.memory(), 64 * MIB) : 32 * MIB;
        DataRegionConfiguration durable = new DataRegionConfiguration()
                .setName(DURABLE)
                .setPersistenceEnabled(true)
                // How much isn't on the disk yet is not counted otherwise; see Room.
                .setMetricsEnabled(true)
                .setInitialSize(Math.min(memory, 32 * MIB))
                .setMaxSize(memory)
                .setCheckpointPageBufferSize(Math.max(8 * MIB, Math.min(memory / 4, 512 * MIB)));
        DataRegionConfiguration volatileRegion = new DataRegionConfiguration()
                .setName(MEMORY)
                .setPersistenceEnabled(false)
                .setInitialSize(16 * MIB)
                .setMaxSize(server ? memory : 16 * MIB);
        return new DataStorageConfiguration()
                .setPageSize(16384)
                .setDefaultDataRegionConfiguration(durable)
                .setDataRegionConfigurations(volatileRegion)
                .setSystemDataRegionConfiguration(new SystemDataRegionConfiguration()
                        .setInitialSize(16 * MIB)
                        .setMaxSize(64 * MIB))
                .setWalMode(WALMode.LOG_ONLY)
                .setWalSegmentSize(server ? LOG_SEGMENT : (int) (2 * MIB))
                .setWalSegments(server ? 8 : 2)
                // One directory for both: finished segments stay where they are instead of being copied.
                .setWalPath("wal")
                .setWalArchivePath("wal")
                .setMaxWalArchiveSize(server ? 1024 * MIB : 64 * MIB);
    }

    private TcpDiscoverySpi discovery() {
        Set<String> addresses = new LinkedHashSet<>();
        for (String other : settings.locators()) {
            int colon = other.lastIndexOf(':');
            addresses.add(other.substring(0, colon) + ":" + (Integer.parseInt(other.substring(colon + 1)) + 1));
        }
        if (settings.role() == Member.Role.LOCATOR) {
            addresses.add(settings.host() + ":" + (settings.port() + 1));
        }
        TcpDiscoveryVmIpFinder finder = new TcpDiscoveryVmIpFinder();
        finder.setAddresses(addresses);
        TcpDiscoverySpi discovery = new TcpDiscoverySpi();
        discovery.setIpFinder(finder);
        discovery.setLocalPort(hasPorts() ? settings.port() + 1 : freePort());
        discovery.setLocalPortRange(hasPorts() ? 0 : PORTS_TRIED);
        discovery.setJoinTimeout(60_000);
        discovery.setReconnectDelay(250);
        return discovery;
    }

    private TcpCommunicationSpi communication() {
        TcpCommunicationSpi communication = new TcpCommunicationSpi();
        communication.setLocalPort(hasPorts() ? settings.port() + 2 : freePort());
        communication.setLocalPortRange(hasPorts() ? 0 : PORTS_TRIED);
        communication.setConnectionsPerNode(2);
        communication.setSocketSendBuffer(1 << 20);
        communication.setSocketReceiveBuffer(1 << 20);
        return communication;
    }

    /** Whether the member's ports were named, so that it can be named to others as locators are. */
    private boolean hasPorts() {
        return settings.port() != 0;
    }

    private ClientConnectorConfiguration clients() {
        boolean server = settings.role() == Member.Role.SERVER;
        return new ClientConnectorConfiguration()
                .setHost(settings.host())
                .setPort(settings.port() == 0 ? freePort() : settings.port())
                .setPortRange(settings.port() == 0 ? PORTS_TRIED : 0)
                .setJdbcEnabled(server && SqlEngine.find().isPresent())
                .setOdbcEnabled(false)
                .setSslEnabled(access.tls().isPresent())
                // Whoever knows the token needs no certificate as well.
                .setSslClientAuth(access.token().isEmpty())
                .setThreadPoolSize(Math.max(8, 2 * Runtime.getRuntime().availableProcessors()))
                .setThinClientConfiguration(new ThinClientConfiguration());
    }

    /** A port that is free now; whoever listens tries the following ones if it has been taken meanwhile. */
    private int freePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), 0));
            return Math.min(socket.getLocalPort(), 65535 - PORTS_TRIED);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + settings.host(), e);
        }
    }
}
