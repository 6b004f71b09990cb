package dev.kiln.store.server;

import dev.kiln.store.access.Token;
import dev.kiln.store.server.access.AccessProcessor;
import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.security.GridSecurityProcessor;
import org.apache.ignite.plugin.CachePluginContext;
import org.apache.ignite.plugin.CachePluginProvider;
import org.apache.ignite.plugin.CacheTopologyValidatorProvider;
import org.apache.ignite.plugin.ExtensionRegistry;
import org.apache.ignite.plugin.IgnitePlugin;
import org.apache.ignite.plugin.PluginConfiguration;
import org.apache.ignite.plugin.PluginContext;
import org.apache.ignite.plugin.PluginProvider;
import org.jspecify.annotations.Nullable;

/**
 * Has Ignite ask the store whom it lets in, and whether the members that are there may change anything. Without a token it
 * lets in everybody.
 */
final class RingPlugin implements PluginProvider<PluginConfiguration> {
    private final Optional<Token> token;
    private final int locators;

    /** @param locators how many the store is to have */
    RingPlugin(Optional<Token> token, int locators) {
        this.token = token;
        this.locators = locators;
    }

    @Override
    public String name() {
        return "kiln-store";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String copyright() {
        return "";
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Ignite's method has it
    public <T extends IgnitePlugin> T plugin() {
        return (T) new IgnitePlugin() {};
    }

    @Override
    public <T> @Nullable T createComponent(PluginContext context, Class<T> component) {
        return component.equals(GridSecurityProcessor.class) && token.isPresent()
                ? component.cast(new AccessProcessor(((IgniteEx) context.grid()).context(), token.get()))
                : null;
    }

    @Override
    public void initExtensions(PluginContext context, ExtensionRegistry registry) {
        Quorum quorum = new Quorum(context.grid(), locators);
        registry.registerExtension(CacheTopologyValidatorProvider.class, cache -> quorum);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Ignite's method has it
    public @Nullable CachePluginProvider createCacheProvider(CachePluginContext context) {
        return null;
    }

    @Override
    public void start(PluginContext context) {}

    @Override
    public void stop(boolean cancel) {}

    @Override
    public void onIgniteStart() {}

    @Override
    public void onIgniteStop(boolean cancel) {}

    @Override
    public @Nullable Serializable provideDiscoveryData(UUID node) {
        return null;
    }

    @Override
    public void receiveDiscoveryData(UUID node, @Nullable Serializable data) {}

    @Override
    @SuppressWarnings("deprecation") // has to be there nevertheless
    public void validateNewNode(ClusterNode node) {}
}
