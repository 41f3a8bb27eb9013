import { Layer } from "effect"
import { ChannelActorLayer } from "./actors/channels/ChannelActor.ts"
import * as ChannelControls from "./actors/channels/ChannelControls.ts"
import * as TakenShards from "./actors/channels/TakenShards.ts"
import * as MediaControls from "./actors/media/MediaControls.ts"
import * as StaffDesk from "./actors/conversations/StaffDesk.ts"
import * as ChatControls from "./actors/conversations/ChatControls.ts"
import { ConversationActorLayer } from "./actors/conversations/ConversationActor.ts"
import * as DispatchPump from "./actors/dispatches/DispatchPump.ts"
import * as DryRun from "./actors/dryrun/DryRun.ts"
import * as LocalWakeups from "./actors/LocalWakeups.ts"
import * as Residents from "./actors/Residents.ts"
import { OrderActorLayer } from "./actors/orders/OrderActor.ts"
import * as OrderDesk from "./actors/orders/OrderDesk.ts"
import * as RequestControls from "./actors/orders/RequestControls.ts"
import * as Singletons from "./actors/Singletons.ts"
import { TenantActorLayer } from "./actors/tenants/TenantActor.ts"
import * as TenantControls from "./actors/tenants/TenantControls.ts"
import * as TenantAlerts from "./actors/tenants/TenantAlerts.ts"
import * as Cluster from "./adapters/cluster/Cluster.ts"
import { LiveRunners } from "./adapters/cluster/LiveRunners.ts"
import * as RuntimeView from "./adapters/cluster/RuntimeView.ts"
import * as UndiciEgress from "./adapters/egress/UndiciEgress.ts"
import * as Measured from "./adapters/observability/Measured.ts"
import * as Traced from "./adapters/observability/Traced.ts"
import * as Tracing from "./adapters/observability/Tracing.ts"
import * as SmtpMail from "./adapters/mail/SmtpMail.ts"
import * as PanelLines from "./adapters/panels/PanelLines.ts"
import * as PanelDetector from "./adapters/panels/detection/PanelDetector.ts"
import * as TenantPanels from "./adapters/panels/TenantPanels.ts"
import * as TenantCatalogue from "./adapters/panels/services/TenantCatalogue.ts"
import * as TenantProviderNames from "./adapters/panels/providers/TenantProviderNames.ts"
import * as TenantPanelUsers from "./adapters/panels/users/TenantPanelUsers.ts"
import * as NodeEventLoop from "./adapters/process/NodeEventLoop.ts"
import * as Database from "./adapters/postgres/Database.ts"
import * as PostgresBulks from "./adapters/postgres/PostgresBulks.ts"
import * as PostgresAuditLog from "./adapters/postgres/customers/PostgresAuditLog.ts"
import * as PostgresConduct from "./adapters/postgres/customers/PostgresConduct.ts"
import * as PostgresCustomers from "./adapters/postgres/customers/PostgresCustomers.ts"
import * as PostgresRegistrations from "./adapters/postgres/customers/registrations/PostgresRegistrations.ts"
import * as PostgresMediaStore from "./adapters/postgres/media/PostgresMediaStore.ts"
import * as PostgresCannedReplies from "./adapters/postgres/conversations/PostgresCannedReplies.ts"
import * as PostgresTakeovers from "./adapters/postgres/conversations/PostgresTakeovers.ts"
import * as PostgresChannelBook from "./adapters/postgres/channels/PostgresChannelBook.ts"
import * as PostgresChannels from "./adapters/postgres/PostgresChannels.ts"
import * as PostgresConversations from "./adapters/postgres/PostgresConversations.ts"
import * as PostgresExplanations from "./adapters/postgres/desk/PostgresExplanations.ts"
import * as PostgresOrderSights from "./adapters/postgres/desk/PostgresOrderSights.ts"
import * as PostgresDesk from "./adapters/postgres/PostgresDesk.ts"
import * as PostgresPlatformLogs from "./adapters/postgres/desk/PostgresPlatformLogs.ts"
import * as PostgresDeadLetters from "./adapters/postgres/dispatches/PostgresDeadLetters.ts"
import * as PostgresDispatches from "./adapters/postgres/PostgresDispatches.ts"
import * as PostgresFollowUps from "./adapters/postgres/PostgresFollowUps.ts"
import * as PostgresInbox from "./adapters/postgres/PostgresInbox.ts"
import * as PostgresJournal from "./adapters/postgres/PostgresJournal.ts"
import * as PostgresAccounts from "./adapters/postgres/logins/PostgresAccounts.ts"
import * as PostgresSecondFactors from "./adapters/postgres/logins/PostgresSecondFactors.ts"
import * as PostgresLogins from "./adapters/postgres/PostgresLogins.ts"
import * as PostgresNotices from "./adapters/postgres/PostgresNotices.ts"
import * as PostgresOutbox from "./adapters/postgres/PostgresOutbox.ts"
import * as PostgresPanelAccounts from "./adapters/postgres/PostgresPanelAccounts.ts"
import * as PostgresPanelBook from "./adapters/postgres/PostgresPanelBook.ts"
import * as PostgresRequests from "./adapters/postgres/PostgresRequests.ts"
import * as PostgresRuleBook from "./adapters/postgres/PostgresRuleBook.ts"
import * as PostgresTenantSetup from "./adapters/postgres/PostgresTenantSetup.ts"
import * as PostgresTenants from "./adapters/postgres/PostgresTenants.ts"
import * as PostgresWhatsAppVersions from "./adapters/postgres/PostgresWhatsAppVersions.ts"
import * as PostgresWhatsAppKeys from "./adapters/postgres/PostgresWhatsAppKeys.ts"
import * as PostgresProviders from "./adapters/postgres/providers/PostgresProviders.ts"
import * as PostgresRecoveryVault from "./adapters/postgres/providers/PostgresRecoveryVault.ts"
import { ProviderMessages } from "./adapters/postgres/ProviderMessages.ts"
import * as PostgresApiKeys from "./adapters/postgres/keys/PostgresApiKeys.ts"
import * as PostgresProviderSecrets from "./adapters/postgres/provideranswers/PostgresProviderSecrets.ts"
import * as ProviderApiPump from "./actors/providers/ProviderApiPump.ts"
import * as PostgresProviderDispatches from "./adapters/postgres/provideranswers/PostgresProviderDispatches.ts"
import * as TenantProviderCalls from "./adapters/panels/kinds/user/TenantProviderCalls.ts"
import * as PostgresProviderAnswers from "./adapters/postgres/provideranswers/PostgresProviderAnswers.ts"
import * as PostgresServices from "./adapters/postgres/services/PostgresServices.ts"
import * as PostgresDestinations from "./adapters/postgres/routes/PostgresDestinations.ts"
import * as PostgresRoutes from "./adapters/postgres/routes/PostgresRoutes.ts"
import * as PostgresWebhookDeliveries from "./adapters/postgres/webhooks/PostgresWebhookDeliveries.ts"
import { RequestViews } from "./adapters/postgres/RequestViews.ts"
import * as RedisBudget from "./adapters/redis/RedisBudget.ts"
import * as PostgresLedger from "./adapters/postgres/ledger/PostgresLedger.ts"
import * as PostgresStaff from "./adapters/postgres/staff/PostgresStaff.ts"
import * as PostgresWorkspaces from "./adapters/postgres/workspaces/PostgresWorkspaces.ts"
import * as Relay from "./adapters/relay/Relay.ts"
import * as Transports from "./adapters/Transports.ts"
import * as Intake from "./adapters/webhooks/Intake.ts"
import * as AesVault from "./adapters/vault/AesVault.ts"
import { LivePeers } from "./http/live/LivePeers.ts"
import * as LiveHub from "./http/LiveHub.ts"

/** What is kept: every port that PostgreSQL implements. */
export const storage = Layer.mergeAll(
  PostgresInbox.layer,
  PostgresBulks.layer,
  PostgresNotices.layer,
  PostgresConversations.layer,
  PostgresTakeovers.layer,
  PostgresMediaStore.layer,
  PostgresCannedReplies.layer,
  PostgresRequests.layer,
  PostgresDispatches.layer,
  PostgresDeadLetters.layer,
  PostgresFollowUps.layer,
  PostgresProviderAnswers.layer,
  PostgresProviderSecrets.layer,
  PostgresProviderDispatches.layer,
  PostgresOutbox.layer,
  PostgresDesk.layer,
  PostgresPlatformLogs.layer,
  PostgresExplanations.layer,
  PostgresOrderSights.layer,
  PostgresCustomers.layer,
  PostgresRegistrations.layer,
  PostgresConduct.layer,
  PostgresAuditLog.layer,
  PostgresLogins.layer,
  PostgresStaff.layer,
  PostgresApiKeys.layer,
  PostgresWorkspaces.layer,
  PostgresLedger.layer,
  PostgresAccounts.layer,
  PostgresSecondFactors.layer,
  PostgresChannels.layer,
  PostgresChannelBook.layer,
  PostgresTenantSetup.layer,
  PostgresPanelBook.layer,
  PostgresRuleBook.layer,
  PostgresServices.layer,
  PostgresProviders.layer,
  PostgresRecoveryVault.layer,
  PostgresRoutes.layer,
  PostgresDestinations.layer,
  PostgresWebhookDeliveries.layer
).pipe(
  Layer.provide(ProviderMessages.layer),
  Layer.provideMerge(RequestViews.layer),
  Layer.provideMerge(
    Layer.mergeAll(
      PostgresTenants.layer,
      PostgresPanelAccounts.layer,
      PostgresWhatsAppKeys.layer,
      PostgresWhatsAppVersions.layer,
      PostgresJournal.layer
    )
  )
)

/** The outside world: networks, panels, mail. Tests put others in their place. */
export const world = Layer.mergeAll(
  Transports.layer,
  TenantPanels.layer,
  TenantPanelUsers.layer,
  TenantCatalogue.layer,
  TenantProviderNames.layer,
  TenantProviderCalls.layer,
  PanelDetector.layer,
  SmtpMail.layer
).pipe(
  Layer.provide(PanelLines.layer),
  Layer.provide(RedisBudget.layer),
  Layer.provide(LiveRunners.layer),
  Layer.provide(UndiciEgress.layer)
)

/** Everything that lives and waits. */
const actors = Layer.mergeAll(
  TenantActorLayer,
  ChannelActorLayer,
  ConversationActorLayer,
  OrderActorLayer,
  DispatchPump.layer,
  ProviderApiPump.layer,
  Singletons.layer,
  TakenShards.layer
)

/** What dashboards see, of all processes. */
const live = LiveHub.layer.pipe(
  Layer.provideMerge(LivePeers.layer),
  Layer.provideMerge(Relay.layer),
  Layer.provide(LiveRunners.layer)
)

/** The ground that actors and pages stand on; needs Settings and DatabaseUrl. */
export const ground = LocalWakeups.layer.pipe(
  Layer.provideMerge(Cluster.layer),
  Layer.provideMerge(live),
  Layer.provideMerge(Database.layer()),
  Layer.provideMerge(Layer.mergeAll(AesVault.layer, Residents.layer, NodeEventLoop.layer))
)

/** The gateway without its pages, in the given world. */
export const gatewayIn = <A, E, R>(outside: Layer.Layer<A, E, R>) =>
  actors.pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        ChannelControls.layer,
        MediaControls.layer,
        RequestControls.layer,
        StaffDesk.layer.pipe(Layer.provideMerge(Layer.mergeAll(ChatControls.layer, OrderDesk.layer))),
        TenantAlerts.layer,
        TenantControls.layer,
        Intake.layer,
        RuntimeView.layer,
        DryRun.layer
      )
    ),
    Layer.provideMerge(Measured.layer),
    Layer.provideMerge(Traced.layer),
    Layer.provideMerge(outside),
    Layer.provideMerge(storage),
    Layer.provideMerge(ground),
    Layer.provide(Tracing.layer)
  )

/** The gateway without its pages. */
export const gateway = gatewayIn(world)
