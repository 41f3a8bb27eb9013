import { NodeHttpServer } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { HttpRouter } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { Settings } from "../Settings.ts"
import * as AdminHandlers from "./admin/AdminHandlers.ts"
import * as RuntimeHandlers from "./admin/RuntimeHandlers.ts"
import * as Answers from "./answers/Answers.ts"
import { Api } from "./Api.ts"
import * as Auth from "./Auth.ts"
import * as ChannelHandlers from "./ChannelHandlers.ts"
import * as CreditHandlers from "./credit/CreditHandlers.ts"
import * as CustomerPages from "./customers/CustomerPages.ts"
import * as CannedReplyHandlers from "./desk/CannedReplyHandlers.ts"
import * as ChatHandlers from "./desk/ChatHandlers.ts"
import * as DeskHandlers from "./desk/DeskHandlers.ts"
import * as ExplanationHandlers from "./desk/ExplanationHandlers.ts"
import * as DispatchHandlers from "./dispatches/DispatchHandlers.ts"
import * as DocsPage from "./DocsPage.ts"
import * as Health from "./health/Health.ts"
import * as KeyHandlers from "./keys/KeyHandlers.ts"
import { Keys } from "./keys/Keys.ts"
import * as LiveSocket from "./LiveSocket.ts"
import * as LoginPages from "./login/LoginPages.ts"
import { RequestLimits } from "./limits/RequestLimits.ts"
import * as MediaHandlers from "./media/MediaHandlers.ts"
import { NodeServer } from "./NodeServer.ts"
import { Sessions } from "./login/Sessions.ts"
import { SessionWatch } from "./login/SessionWatch.ts"
import * as PanelHandlers from "./panels/PanelHandlers.ts"
import * as ProviderPages from "./providers/ProviderPages.ts"
import * as RouteHandlers from "./routes/RouteHandlers.ts"
import * as RulePages from "./rules/RulePages.ts"
import * as ServiceHandlers from "./ServiceHandlers.ts"
import * as StaffHandlers from "./staff/StaffHandlers.ts"
import * as StaticFiles from "./StaticFiles.ts"
import * as DeliveryHandlers from "./webhooks/DeliveryHandlers.ts"
import * as HookRoutes from "./webhooks/HookRoutes.ts"

const api = HttpApiBuilder.layer(Api).pipe(
  Layer.provide([
    LoginPages.layer,
    DeskHandlers.layer,
    ExplanationHandlers.layer,
    DispatchHandlers.layer,
    ChatHandlers.layer,
    CannedReplyHandlers.layer,
    MediaHandlers.layer,
    ChannelHandlers.layer,
    DeliveryHandlers.layer,
    ServiceHandlers.layer,
    PanelHandlers.layer,
    RouteHandlers.layer
  ]),
  Layer.provide([CustomerPages.layer, ProviderPages.layer, RulePages.layer]),
  Layer.provide([
    StaffHandlers.layer,
    KeyHandlers.layer,
    AdminHandlers.layer,
    RuntimeHandlers.layer,
    CreditHandlers.layer
  ]),
  Layer.provide([Auth.layer, Answers.plainWords])
)

const routes = Layer.mergeAll(
  api,
  DocsPage.layer,
  Health.layer,
  HookRoutes.layer,
  StaticFiles.layer,
  Answers.layer
)

/** The server on Settings.host and port (0 = any free one). Stops listening before open requests end. */
const server = Layer.unwrap(
  Effect.gen(function* () {
    const { host, port } = yield* Settings
    const server = yield* NodeServer
    return NodeHttpServer.layer(() => server, { host, port, gracefulShutdownTimeout: "10 seconds" })
  })
)

/**
 * Pages, API and live sockets. Needs the ports Logins, Accounts, SecondFactors, Mail, Desk, ChannelControl, WebhookDeliveries, WebhookIntake, RequestControl, Services, Catalogue, Tenants, PanelBook,
 * PanelAccounts, PanelDetection, Providers, ProviderNames, RecoveryVault, Customers,
 * Registrations, AuditLog, RuleBook, Bulks and LiveFeed, and DryRun, SetupToken and Readiness; gives the HttpServer with its address.
 */
export const layer = LiveSocket.layer.pipe(
  Layer.provideMerge(HttpRouter.serve(routes, { disableLogger: true, disableListenLog: true })),
  Layer.provideMerge(server),
  Layer.provide(NodeServer.layer),
  Layer.provide([Sessions.layer, Keys.layer]),
  Layer.provide(SessionWatch.layer),
  Layer.provide(RequestLimits.layer)
)
