import { createSignal, onCleanup } from "solid-js"
import {
  listAllLogs,
  listWorkspaceNames,
  type PlatformLine,
  type WorkspaceName
} from "../api/RuntimeGateway.ts"
import { createLive } from "../live/createLive.ts"
import { LiveContext } from "../live/LiveContext.ts"
import { LogPage } from "../log/LogPage.tsx"
import type { LogSource } from "../log/createLog.ts"
import { SelectField } from "../ui/SelectField.tsx"

/** The names are asked for again when somebody new writes, but not more often. */
const askEveryMillis = 10_000

/** The names of all workspaces, and of those that come to be meanwhile. */
const createNames = () => {
  const [list, setList] = createSignal<ReadonlyArray<WorkspaceName>>([])
  const abort = new AbortController()
  onCleanup(() => abort.abort())
  let askedAt = -Infinity
  let names = new Map<string, string>()
  const ask = () => {
    if (Date.now() - askedAt < askEveryMillis) return
    askedAt = Date.now()
    listWorkspaceNames(abort.signal)
      .then((items) => {
        names = new Map(items.map(({ id, name }) => [id, name]))
        setList(items)
      })
      .catch(() => {})
  }
  ask()
  return {
    list,
    nameOf: (id: string) => {
      list()
      const name = names.get(id)
      if (name === undefined) ask()
      return name
    }
  }
}

/** The logs of all workspaces, live (LD-05): lines, never what is said in a chat. */
const AllLogsView = () => {
  const live = createLive()
  const names = createNames()
  const source: LogSource<PlatformLine> = {
    load: listAllLogs,
    lineOf: (event) =>
      event._tag === "LogAdded" && event.tenantId !== undefined
        ? { ...event.line, tenantId: event.tenantId, tenantName: "" }
        : null,
    workspaceOf: (line) => line.tenantId
  }
  return (
    <LiveContext.Provider value={live}>
      <LogPage
        title="Logs"
        hint="What is written in the workspaces’ logs comes here as it happens."
        source={source}
        nameOf={(line) => names.nameOf(line.tenantId) ?? line.tenantName}
        hrefOf={() => null}
        more={(log) => (
          <SelectField
            isBare
            class="w-44 max-md:w-full"
            label="Workspace"
            value={log.workspace()}
            options={[
              { value: "", label: "All workspaces" },
              ...names.list().map(({ id, name }) => ({ value: id, label: name }))
            ]}
            onPick={log.setWorkspace}
          />
        )}
      />
    </LiveContext.Provider>
  )
}

export default AllLogsView
