import type { RequestView } from "../../domain/LiveEvent.ts"
import type { RequestQuery } from "../../ports/Desk.ts"
import type { Column } from "../answers/CsvFile.ts"
import { filled } from "../answers/Lists.ts"

type Filter = Omit<RequestQuery, "before" | "limit" | "status" | "search">

/** What the requests are narrowed to. */
export const requestFilter = ({
  search,
  status,
  ...rest
}: Filter & { readonly status?: string; readonly search?: string }) => ({
  ...rest,
  status: filled(status),
  search: filled(search)
})

const acts = (request: RequestView, isWanted: (kind: RequestView["dispatches"][number]["kind"]) => boolean) =>
  request.dispatches
    .filter(({ kind }) => isWanted(kind))
    .map(({ label, safeText, state }) => `${label}: ${state}${safeText === null ? "" : ` (${safeText})`}`)
    .join("; ")

/** A request as a line of a file. */
export const requestColumns: ReadonlyArray<Column<RequestView>> = [
  { name: "Accepted", at: ({ acceptedAt }) => acceptedAt },
  { name: "Order", text: ({ orderId }) => orderId },
  { name: "Command", text: ({ command }) => command },
  { name: "User", text: ({ customerUsername }) => customerUsername },
  { name: "Asked in", text: ({ chat }) => chat },
  { name: "Panel", text: ({ panelName }) => panelName },
  { name: "Provider", text: ({ providerAlias }) => providerAlias },
  { name: "External id", text: ({ externalId }) => externalId },
  { name: "Order was", text: ({ orderStatus }) => orderStatus },
  { name: "Status", text: ({ status }) => status },
  { name: "Result", text: ({ result }) => result },
  { name: "Ended", at: ({ resultAt }) => resultAt },
  { name: "Panel API", text: (request) => acts(request, (kind) => kind === "panel") },
  { name: "Forward", text: (request) => acts(request, (kind) => kind !== "panel") }
]
