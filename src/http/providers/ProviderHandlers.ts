import { Clock, Effect, Option } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { syncProviders } from "../../actors/providers/ProviderSync.ts"
import { privacyNotice } from "../../domain/providers/PrivacyNotice.ts"
import { groupName, revealsAddress } from "../../domain/providers/ProviderAlias.ts"
import { formatProblems, preview, wordProblems } from "../../domain/providers/ProviderWords.ts"
import { ProviderNames } from "../../ports/ProviderNames.ts"
import { type ProviderEntry, type ProviderFields, Providers } from "../../ports/Providers.ts"
import { RecoveryVault } from "../../ports/RecoveryVault.ts"
import { csvFile, fitsSearch, onePage } from "../answers/CsvFile.ts"
import { found, notFound } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"
import { BadRequest, Conflict } from "../api/Refusals.ts"
import { providerColumns } from "./ProviderFile.ts"

/** The tenant's providers by their aliases; every change is audited under the name of who made it. */
export const layer = HttpApiBuilder.group(
  Api,
  "providers",
  Effect.fn(function* (handlers) {
    const providers = yield* Providers
    const names = yield* ProviderNames
    const recovery = yield* RecoveryVault

    return handlers.handleAll({
      providers: Effect.fn("ProviderApi.providers")(function* () {
        const tenantId = yield* CurrentTenant
        const items = yield* providers.list(tenantId, yield* Clock.currentTimeMillis)
        return { items: items.map(view), panels: yield* providers.states(tenantId) }
      }),

      providerFile: Effect.fn("ProviderApi.providerFile")(function* ({ query }) {
        const items = yield* providers.list(yield* CurrentTenant, yield* Clock.currentTimeMillis)
        const words = ({ alias, panelName }: ProviderEntry) => `${alias} ${panelName}`
        const page = onePage(items.filter(fitsSearch(query.search, words)))
        return yield* csvFile({ name: "providers", columns: providerColumns, page })
      }),

      importProviders: Effect.fn("ProviderApi.importProviders")(function* ({ params }) {
        const tenantId = yield* CurrentTenant
        const { username } = yield* CurrentLogin
        const panels = yield* providers.states(tenantId)
        if (!panels.some(({ panelId }) => panelId === params.id)) return yield* notFound
        return yield* syncProviders(tenantId, params.id, username).pipe(
          Effect.provideService(ProviderNames, names),
          Effect.provideService(Providers, providers),
          Effect.provideService(RecoveryVault, recovery),
          Effect.map(({ added, known, manualOrders }) => ({
            added,
            new: added.length,
            known,
            manualOrders,
            problem: null
          })),
          Effect.catchTag("PanelError", ({ safeText }) =>
            Effect.succeed({ added: [], new: 0, known: 0, manualOrders: 0, problem: safeText })
          )
        )
      }),

      editProvider: Effect.fn("ProviderApi.editProvider")(function* ({ params, payload }) {
        const tenantId = yield* CurrentTenant
        const { username } = yield* CurrentLogin
        yield* check(payload)
        const outcome = yield* providers.edit(tenantId, params.id, tidied(payload), username)
        if (outcome === "missing") return yield* notFound
        if (outcome === "taken") return yield* refuse(Conflict, taken)
        if (outcome === "reveals") return yield* refuse(BadRequest, reveals)
        const now = yield* Clock.currentTimeMillis
        const provider = yield* found(yield* providers.find(tenantId, params.id, now))
        if (payload.alias !== undefined) yield* recovery.keep(tenantId, provider.panelId)
        return { provider: view(provider) }
      }),

      removeProvider: Effect.fn("ProviderApi.removeProvider")(function* ({ params }) {
        const { username } = yield* CurrentLogin
        if (!(yield* providers.remove(yield* CurrentTenant, params.id, username))) return yield* notFound
      }),

      previewProvider: Effect.fn("ProviderApi.previewProvider")(function* ({ payload }) {
        const { alias = "Provider 1", panelName = "Panel", status = "in_progress", ...texts } = payload
        return yield* Effect.succeed({
          problems: [...wordProblems(texts.words), ...formatProblems(texts.format)],
          texts: preview(texts, status, alias, panelName)
        })
      }),

      privacyNotice: Effect.fn("ProviderApi.privacyNotice")(function* () {
        const panels = yield* providers.states(yield* CurrentTenant)
        return {
          items: privacyNotice({
            recoveryDays: recovery.days,
            panels: panels.map(({ hasRequests, panelName }) => ({ name: panelName, hasRequests }))
          })
        }
      })
    })
  })
)

const view = (provider: ProviderEntry) => ({
  ...provider,
  groupName: groupName(provider.alias, provider.panelName),
  preview: preview(provider, "in_progress", provider.alias, provider.panelName)
})

const check = ({ alias, format, words }: Partial<ProviderFields>) => {
  const problems = [
    ...(alias !== undefined && revealsAddress(alias) ? [addressAlias] : []),
    ...(words === undefined ? [] : wordProblems(words)),
    ...(format === undefined ? [] : formatProblems(format))
  ]
  return problems.length === 0 ? Effect.void : refuse(BadRequest, problems.join(" "))
}

/** A command is switched off once; a blank word or format is none. */
const tidied = ({ format, offForward, offPanel, words, ...fields }: Partial<ProviderFields>) => ({
  ...fields,
  ...(words === undefined
    ? {}
    : { words: Object.fromEntries(Object.entries(words).filter(([, word]) => word.trim() !== "")) }),
  ...(format === undefined
    ? {}
    : { format: Option.getOrNull(Option.filter(Option.fromNullOr(format), (text) => text.trim() !== "")) }),
  ...(offForward === undefined ? {} : { offForward: [...new Set(offForward)] }),
  ...(offPanel === undefined ? {} : { offPanel: [...new Set(offPanel)] })
})

const addressAlias = "An alias is shown to people: choose a name that is no address."

const taken = "Another provider has this alias. Choose one that is only his."

const reveals = "This holds the provider's own address, which is shown to nobody. Write it without."
