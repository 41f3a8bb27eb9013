import { createSignal, Match, Show, Switch } from "solid-js"
import { formatCount } from "../time/formatTime.ts"
import { Confirm } from "../ui/Confirm.tsx"
import { Field } from "../ui/Field.tsx"
import { placeWords } from "../words/dispatchWords.ts"
import type { Retries, RetryQuestion } from "./createRetries.ts"

const titles = (question: RetryQuestion): string => {
  switch (question._tag) {
    case "Twice":
      return question.count === 1
        ? "It may be read twice"
        : `${formatCount(question.count)} may be read twice`
    case "All":
      return `Retry ${formatCount(question.count)}?`
    case "Dismiss":
      return `Dismiss order ${question.letter.orderId}?`
  }
}

const yesWords: Readonly<Record<RetryQuestion["_tag"], string>> = {
  Twice: "Send anyway",
  All: "Retry all",
  Dismiss: "Dismiss"
}

/** Asks before many are sent again, before something may be read twice, and before one is put away. */
export const RetryQuestions = (props: { readonly retries: Retries }) => {
  const [reason, setReason] = createSignal("")
  return (
    <Show when={props.retries.question()}>
      {(question) => (
        <Confirm
          title={titles(question())}
          yes={yesWords[question()._tag]}
          no="Back"
          isDanger={question()._tag === "Dismiss"}
          isBusy={props.retries.isAnswering()}
          trouble={props.retries.act.trouble()}
          onYes={() => {
            props.retries.yes(reason().trim())
            setReason("")
          }}
          onNo={props.retries.forget}
        >
          <Switch>
            <Match when={question()._tag === "Twice"}>
              <p>
                {(question() as Extract<RetryQuestion, { _tag: "Twice" }>).count === 1
                  ? "Nobody knows whether this message arrived. Look into the chat first: sent again, the provider may read it twice."
                  : "Nobody knows whether these messages arrived. Look into the chats first: sent again, the providers may read them twice."}
              </p>
            </Match>
            <Match when={question()._tag === "All"}>
              <p>
                Everything that this list shows with its filters is tried again now, also what is further
                down.
                <Show when={(question() as Extract<RetryQuestion, { _tag: "All" }>).isUncertain}>
                  {" "}
                  Nobody knows whether these messages arrived: the providers may read them twice.
                </Show>
              </p>
            </Match>
            <Match when={question()._tag === "Dismiss"}>
              <p class="mb-3">
                Nothing is sent any more to{" "}
                <b class="font-medium">
                  {placeWords((question() as Extract<RetryQuestion, { _tag: "Dismiss" }>).letter)}
                </b>{" "}
                for it; the request itself stays as it is.
              </p>
              <Field
                label="Reason"
                hint="For your colleagues; may stay empty."
                value={reason()}
                onInput={(event) => setReason(event.currentTarget.value)}
                maxlength={500}
                autocomplete="off"
              />
            </Match>
          </Switch>
        </Confirm>
      )}
    </Show>
  )
}
