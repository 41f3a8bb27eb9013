import { A } from "@solidjs/router"
import { Show } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { Field } from "../ui/Field.tsx"
import { createLogin } from "./createLogin.ts"
import { textOf } from "./createForm.ts"
import { DoorPage } from "./DoorPage.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"

type Login = ReturnType<typeof createLogin>

/** Name and password, then the code of the second factor where there is one. */
const LoginView = () => {
  const login = createLogin()
  return (
    <DoorPage title={login.half() === null ? "Log in" : "One more step"}>
      <Show when={login.half() === null} fallback={<CodeForm login={login} />}>
        <PasswordForm login={login} />
        <Show when={login.isOpen()}>
          <p class="mt-4 border-t border-line pt-4 text-muted">
            New here?{" "}
            <A href="/register" class="font-medium text-accent underline">
              Register as an owner
            </A>
          </p>
        </Show>
        <Show when={login.needsSetup()}>
          <p class="mt-4 border-t border-line pt-4 text-muted">
            This gateway is new and has no logins yet. Open the one-time link that it printed on its console.
          </p>
        </Show>
      </Show>
    </DoorPage>
  )
}

const PasswordForm = (props: { readonly login: Login }) => {
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const text = textOf(event)
    props.login.submit(text("username").trim(), text("password"))
  }
  return (
    <form class="flex flex-col gap-3" onSubmit={submit}>
      <Field
        label="Username"
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        autofocus
      />
      <Field label="Password" name="password" type="password" autocomplete="current-password" required />
      <FormTrouble trouble={props.login.trouble()} />
      <Button type="submit" look="solid" class="mt-1 h-9" isBusy={props.login.isBusy()}>
        Log in
      </Button>
      <A href="/forgot" class="self-center py-1 text-muted underline hover:text-text">
        Forgot your password?
      </A>
    </form>
  )
}

const CodeForm = (props: { readonly login: Login }) => {
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) =>
    props.login.submitCode(textOf(event)("code").trim())
  return (
    <form class="flex flex-col gap-3" onSubmit={submit}>
      <Field
        ref={(field: HTMLInputElement) => queueMicrotask(() => field.focus())}
        label="Code"
        name="code"
        hint="Six digits from your app, or one of your recovery codes."
        autocomplete="one-time-code"
        autocapitalize="characters"
        spellcheck={false}
        maxlength={40}
        required
      />
      <FormTrouble trouble={props.login.trouble()} />
      <Button type="submit" look="solid" class="mt-1 h-9" isBusy={props.login.isBusy()}>
        Log in
      </Button>
      <Button look="quiet" onClick={() => props.login.back()}>
        Back
      </Button>
      <p class="border-t border-line pt-3 text-xs text-muted">
        Neither the phone nor a recovery code at hand? Staff ask the owner of their workspace for a link that
        takes the second factor away, owners the platform’s admin.
      </p>
    </form>
  )
}

export default LoginView
