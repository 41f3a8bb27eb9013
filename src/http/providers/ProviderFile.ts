import type { ProviderEntry } from "../../ports/Providers.ts"
import type { Column } from "../answers/CsvFile.ts"

const switched = (isOn: boolean, off: ReadonlyArray<string>): string =>
  !isOn ? "off" : off.length === 0 ? "on" : `on, but for ${off.join(", ")}`

/** A provider as a line of a file, by his alias alone (PR-03). */
export const providerColumns: ReadonlyArray<Column<ProviderEntry>> = [
  { name: "Alias", text: ({ alias }) => alias },
  { name: "Panel", text: ({ panelName }) => panelName },
  { name: "Requests in 30 days", text: ({ requests }) => requests },
  { name: "Forwarding", text: ({ isForwarded, offForward }) => switched(isForwarded, offForward) },
  { name: "Panel API", text: ({ isPanelAsked, offPanel }) => switched(isPanelAsked, offPanel) },
  {
    name: "Own words",
    text: ({ words }) =>
      Object.entries(words)
        .map(([command, word]) => `${command} = ${word}`)
        .join("; ")
  },
  { name: "Since", at: ({ createdAt }) => createdAt }
]
