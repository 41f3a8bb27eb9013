import { Effect, Option, Redacted, Result } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { cleanBaseUrl } from "../../domain/BaseUrl.ts"
import type { PanelId, TenantId } from "../../domain/Ids.ts"
import { abilityWords, kindAbility, type PanelKind, usualRate } from "../../domain/PanelKind.ts"
import { describedAbility, type PanelSettings } from "../../domain/PanelDescription.ts"
import { tryDescription } from "../../domain/tryDescription.ts"
import { PanelAccounts } from "../../ports/PanelAccounts.ts"
import { PanelBook, type PanelEntry, type PanelFields } from "../../ports/PanelBook.ts"
import { type DetectedPanel, type DetectionError, PanelDetection } from "../../ports/PanelDetection.ts"
import { RecoveryVault } from "../../ports/RecoveryVault.ts"
import { type Column, csvFile, onePage } from "../answers/CsvFile.ts"
import { found, notFound } from "../answers/Lists.ts"
import { asker } from "../answers/Asker.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { BadRequest } from "../api/Refusals.ts"

/** The tenant's panels, for its owner alone; every change is audited under his name. */
export const layer = HttpApiBuilder.group(
  Api,
  "panels",
  Effect.fn(function* (handlers) {
    const book = yield* PanelBook
    const accounts = yield* PanelAccounts
    const detection = yield* PanelDetection
    const recovery = yield* RecoveryVault

    const view = (tenantId: TenantId, id: PanelId) =>
      Effect.flatMap(Effect.flatMap(book.find(tenantId, id), found), (panel) => Effect.succeed({ panel }))

    return handlers.handleAll({
      panels: Effect.fn("PanelApi.panels")(function* () {
        const { tenantId } = yield* asker
        return { items: yield* book.list(tenantId) }
      }),

      panelFile: Effect.fn("PanelApi.panelFile")(function* () {
        const { tenantId } = yield* asker
        const items = yield* book.list(tenantId)
        return yield* csvFile({ name: "panels", columns: panelColumns, page: onePage(items) })
      }),

      add: Effect.fn("PanelApi.add")(function* ({ payload }) {
        const { tenantId, by } = yield* asker
        const { name, kind, url, key, userKey, requestsPerSecond = usualRate(kind), settings = {} } = payload
        yield* checkDescribed(kind, settings)
        const fields: PanelFields = {
          name,
          kind,
          baseUrl: yield* cleaned(url),
          key: Redacted.make(key),
          userKey: Option.map(Option.fromUndefinedOr(userKey), (text) => Redacted.make(text)),
          requestsPerSecond,
          settings
        }
        const id = yield* book.add(tenantId, fields, by)
        yield* recovery.keep(tenantId, id)
        return yield* Effect.orDie(view(tenantId, id))
      }),

      edit: Effect.fn("PanelApi.edit")(function* ({ params, payload }) {
        const { tenantId, by } = yield* asker
        const before = yield* found(yield* book.find(tenantId, params.id))
        const { url, key, userKey, ...set } = payload
        const baseUrl = url === undefined ? before.baseUrl : yield* cleaned(url)
        // A saved key goes nowhere but to the address that it was saved for.
        const keepsKey = key === undefined || (userKey === undefined && before.userKey !== null)
        if (baseUrl !== before.baseUrl && keepsKey) return yield* refuse(BadRequest, keysAnew)
        yield* checkDescribed(set.kind ?? before.kind, set.settings ?? before.settings)
        const fields: Partial<PanelFields> = {
          ...set,
          ...(url === undefined ? {} : { baseUrl }),
          ...(key === undefined ? {} : { key: Redacted.make(key) }),
          ...(userKey === undefined
            ? {}
            : { userKey: Option.map(Option.fromNullOr(userKey), (text) => Redacted.make(text)) })
        }
        if (!(yield* book.edit(tenantId, params.id, fields, by))) return yield* notFound
        yield* recovery.keep(tenantId, params.id)
        return yield* view(tenantId, params.id)
      }),

      remove: Effect.fn("PanelApi.remove")(function* ({ params }) {
        const { tenantId, by } = yield* asker
        if ((yield* book.remove(tenantId, params.id, by)) === "missing") return yield* notFound
      }),

      test: Effect.fn("PanelApi.test")(function* ({ payload }) {
        yield* asker
        const { url, key, userKey } = payload
        return yield* tested(
          detection.detect({
            url,
            key: Redacted.make(key),
            userKey: Option.map(Option.fromUndefinedOr(userKey), (text) => Redacted.make(text))
          })
        )
      }),

      testSaved: Effect.fn("PanelApi.testSaved")(function* ({ params }) {
        const { tenantId } = yield* asker
        const { baseUrl, key, userKey, kind, settings } = yield* found(
          yield* accounts.find(tenantId, params.id)
        )
        if (kind === "generic") return described(settings)
        return yield* tested(detection.detect({ url: baseUrl, key, userKey }))
      }),

      tryDescription: Effect.fn("PanelApi.tryDescription")(function* ({ payload }) {
        yield* asker
        return tryDescription(payload.description, payload.sample)
      })
    })
  })
)

/** Whose panels these are. */

const cleaned = (url: string) =>
  Result.match(cleanBaseUrl(url), {
    onSuccess: (base) => Effect.succeed(base),
    onFailure: ({ message }) => refuse(BadRequest, message)
  })

const checkDescribed = (kind: PanelKind, { description }: PanelSettings) =>
  kind === "generic" && description === undefined
    ? refuse(BadRequest, "Describe the panel's API first: a panel of no known kind cannot be used without.")
    : Effect.void

const tested = (detect: Effect.Effect<DetectedPanel, DetectionError>) =>
  detect.pipe(
    Effect.map(({ kind, baseUrl, ability, words }) => ({
      kind,
      baseUrl,
      ability: { ...ability },
      problem: null,
      words
    })),
    Effect.catchTag("DetectionError", ({ reason, safeText }) =>
      Effect.succeed({ kind: null, baseUrl: null, ability: null, problem: reason, words: [safeText] })
    )
  )

/** A described panel is not called: what it can is what its description says. */
const described = (settings: PanelSettings | undefined) => {
  const description = settings?.description
  const ability = kindAbility("generic", description === undefined ? {} : describedAbility(description))
  return {
    kind: "generic" as const,
    baseUrl: null,
    ability: { ...ability },
    problem: null,
    words: ["A described panel is tested by a sample of its answers, on its form.", ...abilityWords(ability)]
  }
}

const keysAnew =
  "A saved key is sent to the address alone that it was saved for. Enter the keys again with the new address."

/** A panel as a line of a file, without its keys. */
const panelColumns: ReadonlyArray<Column<PanelEntry>> = [
  { name: "Name", text: ({ name }) => name },
  { name: "Kind", text: ({ kind }) => kind },
  { name: "Address", text: ({ baseUrl }) => baseUrl },
  { name: "Requests a second", text: ({ requestsPerSecond }) => requestsPerSecond }
]
