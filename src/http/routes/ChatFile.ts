import type { Destination } from "../../ports/Destinations.ts"
import { type Column, yesNo } from "../answers/CsvFile.ts"

/** A channel's chat as a line of a file. */
export const chatColumns: ReadonlyArray<Column<Destination>> = [
  { name: "Chat", text: ({ title }) => title },
  { name: "Kind", text: ({ kind }) => kind },
  { name: "Number", text: ({ number }) => number },
  { name: "Members", text: ({ members }) => members },
  { name: "Channel", text: ({ channelName }) => channelName },
  { name: "Customer", text: ({ customer }) => customer },
  { name: "Support", text: ({ isSupport }) => yesNo(isSupport) },
  { name: "Provider", text: ({ isProvider, routes }) => yesNo(isProvider || routes.length > 0) },
  { name: "Silent", text: ({ isSilent }) => yesNo(isSilent) },
  { name: "Broadcasts", text: ({ isMarketing }) => yesNo(isMarketing) },
  { name: "Left", text: ({ isGone }) => yesNo(isGone) },
  { name: "Last message", at: ({ lastAt }) => lastAt }
]
