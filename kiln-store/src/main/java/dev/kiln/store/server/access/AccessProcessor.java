package dev.kiln.store.server.access;

import dev.kiln.store.access.Token;
import dev.kiln.store.server.row.RowTables;
import dev.kiln.store.wire.StoreService;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.IgniteNodeAttributes;
import org.apache.ignite.internal.processors.GridProcessorAdapter;
import org.apache.ignite.internal.processors.security.GridSecurityProcessor;
import org.apache.ignite.internal.processors.security.SecurityContext;
import org.apache.ignite.plugin.security.AuthenticationContext;
import org.apache.ignite.plugin.security.SecurityCredentials;
import org.apache.ignite.plugin.security.SecurityException;
import org.apache.ignite.plugin.security.SecurityPermission;
import org.apache.ignite.plugin.security.SecuritySubject;
import org.jspecify.annotations.Nullable;

/**
 * Lets in members that prove to know the token, and clients that say it. Clients may call the store's service and run SQL on
 * row tables; what else Ignite offers them, such as the caches behind the tables, is the members' own. Safe for use by several
 * threads.
 */
public final class AccessProcessor extends GridProcessorAdapter implements GridSecurityProcessor {
    private static final String MEMBER = "member";

    private final Token token;

    public AccessProcessor(GridKernalContext context, Token token) {
        super(context);
        this.token = token;
    }

    @Override
    public void start() {
        ctx.addNodeAttribute(
                IgniteNodeAttributes.ATTR_SECURITY_CREDENTIALS,
                new SecurityCredentials(MEMBER, token.proof(ctx.localNodeId())));
    }

    @Override
    @SuppressWarnings("deprecation") // has to be there nevertheless
    public boolean enabled() {
        return true;
    }

    /** The oldest member lets others in; the others believe it, as they believe it in all that it tells of the ring. */
    @Override
    public boolean isGlobalNodeAuthentication() {
        return false;
    }

    @Override
    public @Nullable SecurityContext authenticateNode(ClusterNode node, @Nullable SecurityCredentials shown) {
        return shown != null
                        && MEMBER.equals(shown.getLogin())
                        && shown.getPassword() instanceof String proof
                        && token.isProof(node.id(), proof)
                ? Caller.member(node.id())
                : null;
    }

    @Override
    public @Nullable SecurityContext authenticate(AuthenticationContext asked) {
        SecurityCredentials shown = asked.credentials();
        return shown != null
                        && Token.USER.equals(shown.getLogin())
                        && shown.getPassword() instanceof String said
                        && token.is(said)
                ? Caller.CLIENT
                : null;
    }

    /** Ignite's own method for members is asked where this says null. */
    @Override
    public @Nullable SecurityContext securityContext(UUID id) {
        return Caller.CLIENT.id().equals(id) ? Caller.CLIENT : null;
    }

    @Override
    public Collection<SecuritySubject> authenticatedSubjects() {
        return List.of(Caller.CLIENT);
    }

    @Override
    public @Nullable SecuritySubject authenticatedSubject(UUID id) {
        return Caller.CLIENT.id().equals(id) ? Caller.CLIENT : null;
    }

    @Override
    public void authorize(@Nullable String name, SecurityPermission permission, SecurityContext caller) {
        if (!(caller.subject() instanceof Caller known && (known.isMember() || mayClient(name, permission)))) {
            throw new SecurityException("Clients of the store may not do this: " + permission + " " + name);
        }
    }

    private static boolean mayClient(@Nullable String name, SecurityPermission permission) {
        return switch (permission) {
            case SERVICE_INVOKE -> StoreService.NAME.equals(name);
            case CACHE_READ, CACHE_PUT, CACHE_REMOVE -> name != null && RowTables.isRows(name);
            default -> false;
        };
    }

    @Override
    public void onSessionExpired(UUID id) {
        // Clients have nothing that would end.
    }
}
