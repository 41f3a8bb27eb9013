import { Effect, Redacted, Result } from "effect"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import type { TenantId } from "../../src/domain/Ids.ts"
import { Destinations, type DestinationQuery } from "../../src/ports/Destinations.ts"
import { type RouteFields, type RoutePlace, Routes } from "../../src/ports/Routes.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import type { SmallTenant, TestStorage } from "./TestStorage.ts"

/** What an owner does with routes and destinations; `tenant` where no other is named. */
export const routeDesk = (storage: TestStorage, tenant: SmallTenant) => {
  const routes = <A, E>(use: (routes: Routes["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Routes, use))
  const destinations = <A, E>(use: (all: Destinations["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Destinations, use))
  const group = (chatId: string, owner = tenant): RoutePlace => ({
    channelId: owner.whatsapp,
    chatId,
    isTyped: false,
    isChecked: true
  })
  const fields = (place: RoutePlace, more: Partial<RouteFields> = {}): RouteFields => ({
    for: { kind: "any" },
    command: null,
    place,
    label: null,
    isOn: true,
    ...more
  })
  const meet = (chatId: string, title: string, owner = tenant, kind: "group" | "direct" = "group") =>
    destinations((all) =>
      all.learn({ tenantId: owner.tenantId, channelId: owner.whatsapp }, [{ chatId, kind, title }])
    )
  const add = (what: RouteFields, owner = tenant) => routes((all) => all.add(owner.tenantId, what, "sita"))
  const refusal = async (what: RouteFields, owner = tenant) => {
    const result = await routes((all) => Effect.result(all.add(owner.tenantId, what, "sita")))
    return Result.match(result, { onSuccess: () => null, onFailure: ({ reason }) => reason })
  }
  const list = (owner: TenantId, query: Partial<DestinationQuery> = {}) =>
    destinations((all) =>
      all.list(owner, {
        before: null,
        limit: 50,
        search: null,
        channelId: null,
        kind: null,
        use: null,
        ...query
      })
    )
  const titles = async (query: Partial<DestinationQuery> = {}, owner = tenant) =>
    (await list(owner.tenantId, query)).items.map(({ title }) => title)
  const listed = async (owner = tenant) => routes((all) => all.list(owner.tenantId))
  const provider = (owner = tenant, alias = `P${newId()}`) =>
    storage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addProvider({
          tenantId: owner.tenantId,
          panelId: owner.panelId,
          alias,
          name: Redacted.make(`${alias}.example`)
        })
      )
    )

  return { routes, destinations, group, fields, meet, add, refusal, list, titles, listed, provider }
}

/** Its functions. */
export type RouteDesk = ReturnType<typeof routeDesk>
