package dev.kiln.store.server.access;

import dev.kiln.store.access.Token;
import java.io.Serializable;
import java.util.UUID;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.security.GridSecurityProcessor;
import org.apache.ignite.plugin.CachePluginContext;
import org.apache.ignite.plugin.CachePluginProvider;
import org.apache.ignite.plugin.ExtensionRegistry;
import org.apache.ignite.plugin.IgnitePlugin;
import org.apache.ignite.plugin.PluginConfiguration;
import org.apache.ignite.plugin.PluginContext;
import org.apache.ignite.plugin.PluginProvider;
import org.jspecify.annotations.Nullable;

/** Has Ignite ask the store whom it lets in. Without this, it lets in everybody. */
public final class AccessPlugin implements PluginProvider<PluginConfiguration> {
    private final Token token;

    public AccessPlugin(Token token) {
        this.token = token;
    }

    @Override
    public String name() {
        return "kiln-store-access";
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
        return component.equals(GridSecurityProcessor.class)
                ? component.cast(new AccessProcessor(((IgniteEx) context.grid()).context(), token))
                : null;
    }

    @Override
    public void initExtensions(PluginContext context, ExtensionRegistry registry) {}

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
