import { useSearchParams } from "@solidjs/router"
import { requestChoices, type RequestFilter } from "../api/Gateway.ts"
import type { RequestView } from "../api/Views.ts"
import { useSession } from "../app/SessionContext.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { dayEnd, dayStart } from "../time/zoneDay.ts"

const statuses = ["open", "waiting", "failed", "done", "closed", "stale"] as const
export type StatusFilter = "all" | (typeof statuses)[number]

/** What the header narrows the list to, as the address holds it; empty = all, days as 2028-11-20. */
export interface HeadFilter {
  readonly command: string
  readonly panel: string
  readonly provider: string
  readonly from: string
  readonly to: string
}

const nothing: HeadFilter = { command: "", panel: "", provider: "", from: "", to: "" }

const searched = ({ customerUsername, orderId, providerAlias }: RequestView): string =>
  `${orderId} ${customerUsername ?? ""} ${providerAlias ?? ""}`.toLowerCase()

/** What the requests are narrowed to; all of it stands in the address. */
export const createRequestFilter = () => {
  const session = useSession()
  const [query, setQuery] = useSearchParams<Partial<Record<keyof HeadFilter | "status" | "search", string>>>()
  const choices = createLoaded(requestChoices)
  const status = (): StatusFilter => statuses.find((known) => known === query.status) ?? "all"
  const search = () => query.search ?? ""
  const head = (): HeadFilter => ({
    command: query.command ?? "",
    panel: query.panel ?? "",
    provider: query.provider ?? "",
    from: query.from ?? "",
    to: query.to ?? ""
  })
  /** As the gateway takes it: days are the workspace's. */
  const values = (): RequestFilter => {
    const { command, from, panel, provider, to } = head()
    const zone = session.timeZone()
    return {
      status: status() === "all" ? "" : status(),
      search: search(),
      command,
      panelId: panel,
      providerId: provider,
      from: dayStart(from, zone),
      to: dayEnd(to, zone)
    }
  }
  const nameOf = (list: "panels" | "providers", id: string) =>
    choices.value()?.[list].find((one) => one.id === id)?.name
  const setHead = (wanted: Partial<HeadFilter>) =>
    setQuery(
      Object.fromEntries(Object.entries(wanted).map(([key, value]) => [key, value === "" ? null : value])),
      {
        replace: true
      }
    )

  return {
    status,
    search,
    head,
    values,
    key: () => JSON.stringify([status(), search(), head()]),
    isNarrowed: () =>
      search() !== "" || status() !== "all" || Object.values(head()).some((value) => value !== ""),
    panels: () => choices.value()?.panels ?? [],
    providers: () => choices.value()?.providers ?? [],
    /** Whether a request that came live belongs here, as far as it tells; `isKnown` = it was listed before. */
    admits: (request: RequestView, isKnown: boolean): boolean => {
      const { command, from, panelId = "", providerId = "", to } = values()
      return (
        (status() === "all" || request.status === status() || request.result === status()) &&
        (command === "" || request.command === command) &&
        (from == null || request.acceptedAt >= from) &&
        (to == null || request.acceptedAt < to) &&
        (isKnown ||
          ((panelId === "" || request.panelName === nameOf("panels", panelId)) &&
            (providerId === "" || request.providerAlias === nameOf("providers", providerId)) &&
            (search() === "" || searched(request).includes(search().toLowerCase()))))
      )
    },
    setStatus: (value: StatusFilter) => setQuery({ status: value === "all" ? null : value }),
    setSearch: (value: string) => setQuery({ search: value === "" ? null : value }, { replace: true }),
    setHead,
    showAll: () =>
      setQuery({
        ...Object.fromEntries(Object.keys(nothing).map((key) => [key, null])),
        status: null,
        search: null
      })
  }
}

export type RequestFilters = ReturnType<typeof createRequestFilter>
