import { For, Match, Switch } from "solid-js"
import type { PanelTest } from "../api/PanelGateway.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { panelKindWords } from "../words/panelWords.ts"
import type { Testing } from "./createPanelTests.ts"

/** What a test found, in the gateway's own sentences. */
export const TestResult = (props: { readonly test: PanelTest }) => {
  const title = () => {
    const { kind, problem } = props.test
    if (problem !== null || kind === null) return "Nothing that can be used was found"
    return kind === "generic" ? "Described by you" : `It works: this is a ${panelKindWords[kind]}`
  }
  return (
    <div
      role="status"
      class="rounded-md border p-3"
      classList={{
        "border-ok/40 bg-ok-soft": props.test.problem === null,
        "border-bad/40 bg-bad-soft": props.test.problem !== null
      }}
    >
      <p class="flex items-center gap-2 font-medium">
        <StatusShape tone={props.test.problem === null ? "ok" : "bad"} />
        {title()}
      </p>
      <ul class="mt-1 flex flex-col gap-1">
        <For each={props.test.words}>{(words) => <li class="wrap-anywhere">{words}</li>}</For>
      </ul>
    </div>
  )
}

/** The test of a panel as it stands; nothing before the first. */
export const TestState = (props: { readonly testing: Testing | undefined }) => {
  const told = () => (props.testing?._tag === "Told" ? props.testing.test : null)
  const failed = () => (props.testing?._tag === "Failed" ? props.testing.trouble : null)
  return (
    <Switch>
      <Match when={props.testing?._tag === "Asking"}>
        <p role="status" class="text-muted">
          The panel is being asked…
        </p>
      </Match>
      <Match when={told()}>{(test) => <TestResult test={test()} />}</Match>
      <Match when={failed()}>
        {(trouble) => (
          <div class="-m-3">
            <ErrorBox trouble={trouble()} isSmall />
          </div>
        )}
      </Match>
    </Switch>
  )
}
