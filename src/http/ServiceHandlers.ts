import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { refreshCatalogue } from "../actors/services/CatalogueRefresh.ts"
import { durationWords } from "../domain/DurationWords.ts"
import { guaranteeRuleProblems } from "../domain/OwnGuarantee.ts"
import type { Rules } from "../domain/Rules.ts"
import { serviceGuarantee } from "../domain/ServiceGuarantee.ts"
import type { ServiceFacts, ServiceGuarantee } from "../domain/ServiceGuarantee.ts"
import { readingWords, sourceWords } from "../domain/ServiceWords.ts"
import { startWindow } from "../domain/StartTime.ts"
import { Catalogue } from "../ports/Catalogue.ts"
import type { PanelError } from "../ports/Panels.ts"
import { Services } from "../ports/Services.ts"
import type { KnownService } from "../ports/Services.ts"
import { Tenants } from "../ports/Tenants.ts"
import { Api } from "./Api.ts"
import { CurrentTenant } from "./api/Authorization.ts"
import { BadRequest, Busy, Conflict, NotFound } from "./api/Refusals.ts"
import { csvFile } from "./answers/CsvFile.ts"
import { refuse } from "./answers/References.ts"
import { serviceColumns } from "./ServiceFile.ts"

/** The services of the login's tenant, and the box where a name can be tried. */
export const layer = HttpApiBuilder.group(
  Api,
  "services",
  Effect.fn(function* (handlers) {
    const services = yield* Services
    const catalogue = yield* Catalogue
    const tenants = yield* Tenants
    return handlers.handleAll({
      services: Effect.fn("ServiceApi.services")(function* ({ query }) {
        const tenantId = yield* CurrentTenant
        const { rules } = yield* tenants.config(tenantId)
        const page = yield* services
          .list(tenantId, {
            before: filled(query.before),
            limit: query.limit ?? defaultLimit,
            panelId: query.panel ?? null,
            filter: query.filter ?? "all",
            search: filled(query.search)
          })
          .pipe(Effect.catchTag("BadCursor", () => badCursor))
        return {
          ...page,
          // One after the other with looks at other work: an owner may have written slow patterns.
          items: yield* Effect.forEach(page.items, (service) =>
            Effect.map(Effect.yieldNow, () => serviceView(service, rules))
          ),
          panels: yield* services.states(tenantId)
        }
      }),

      serviceFile: Effect.fn("ServiceApi.serviceFile")(function* ({ query }) {
        const tenantId = yield* CurrentTenant
        const { rules } = yield* tenants.config(tenantId)
        const filter = {
          panelId: query.panel ?? null,
          filter: query.filter ?? "all",
          search: filled(query.search)
        } as const
        return yield* csvFile({
          name: "services",
          columns: serviceColumns,
          page: (at) =>
            Effect.flatMap(services.list(tenantId, { ...filter, ...at }), (page) =>
              Effect.map(
                Effect.forEach(page.items, (service) =>
                  Effect.map(Effect.yieldNow, () => serviceView(service, rules))
                ),
                (items) => ({ items, next: page.next })
              )
            )
        })
      }),

      refreshServices: Effect.fn("ServiceApi.refreshServices")(function* ({ payload }) {
        const tenantId = yield* CurrentTenant
        const { panels } = yield* tenants.config(tenantId)
        if (!panels.some(({ id }) => id === payload.panelId)) return yield* notFound
        return yield* refreshCatalogue(tenantId, payload.panelId).pipe(
          Effect.provideService(Services, services),
          Effect.provideService(Catalogue, catalogue),
          Effect.catchTag("PanelError", refusePanel)
        )
      }),

      testService: Effect.fn("ServiceApi.testService")(function* ({ payload }) {
        const { rules } = yield* tenants.config(yield* CurrentTenant)
        const { name, isManual = false, isRefillOffered = null, serviceId = null } = payload
        const guarantee = serviceGuarantee({ serviceId, serviceName: name, isRefillOffered, isManual }, rules)
        return {
          guarantee: guaranteeView(guarantee, rules),
          startWindow: windowView(name, rules),
          isDisputed: guarantee.isDisputed,
          steps: guarantee.steps,
          problems: guaranteeRuleProblems(rules.guaranteeRules)
        }
      })
    })
  })
)

/** Rows of a page when the browser does not say. */
const defaultLimit = 50

const filled = (text: string | undefined): string | null => {
  const trimmed = text?.trim() ?? ""
  return trimmed === "" ? null : trimmed
}

const serviceView = (service: KnownService, rules: Rules) => {
  const { isManual, isRefill, name, serviceId } = service
  const facts: ServiceFacts = {
    serviceId,
    serviceName: name,
    isRefillOffered: isRefill,
    isManual: isManual === true
  }
  const guarantee = serviceGuarantee(facts, rules)
  const own = Object.hasOwn(rules.guaranteeDaysByService, serviceId)
  return {
    ...service,
    guarantee: guaranteeView(guarantee, rules),
    startWindow: windowView(name, rules),
    isDisputed: guarantee.isDisputed,
    ownDays: own ? (rules.guaranteeDaysByService[serviceId] ?? null) : null
  }
}

const guaranteeView = ({ days, from, reading }: ServiceGuarantee, { lifetimeDays }: Rules) => ({
  kind: reading.kind,
  words: readingWords(reading, lifetimeDays),
  days,
  from,
  fromWords: sourceWords[from]
})

const windowView = (name: string, rules: Rules) => {
  const millis = startWindow(name)
  if (millis === null) return null
  return { millis, words: millis === 0 ? "at once" : durationWords(millis, rules) }
}

const refusePanel = ({ reason, safeText }: PanelError): Effect.Effect<never, Conflict | Busy> =>
  reason === "Unreachable" || reason === "RateLimited" ? refuse(Busy, safeText) : refuse(Conflict, safeText)

const notFound = refuse(NotFound, "There is nothing here.")

const badCursor = refuse(BadRequest, "Wrong in the query: before: use the `next` of an earlier page")
