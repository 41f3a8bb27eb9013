/** What is said of accounts and numbers (CU-03 to CU-09). Wording in OR, BU and CU is the client's. */
export const customerTexts: Readonly<Record<string, string>> = {
  not_registered:
    "This number is not registered. Please enter your panel username or registered email to continue.",
  "registration.taken":
    "This account is already registered with another number. Please contact the support team at {support_number}.",
  "registration.not_found": "No account was found for {username}. Please check it and send it again.",
  "registration.linked": "Your number is now linked to {username}. You can send your commands.",
  "registration.waiting": "Thank you. Your request to link {username} is waiting for approval.",
  "registration.too_many": "Too many attempts. Please try again later.",
  "account.suspended": "Your account is suspended. Please contact the support team at {support_number}.",
  "account.banned": "Your account is banned. Please contact the support team at {support_number}.",
  "account.inactive": "Your account is not active. Please contact the support team at {support_number}.",
  "not_registered.closed":
    "This number is not registered. Please contact the support team at {support_number}.",
  "registration.rejected":
    "Your request to link {username} was not approved. Please contact the support team at {support_number}.",
  "registration.expired":
    "The code for {username} was not seen in time. Please send your panel username again to start anew.",
  "registration.ticket":
    "To show that {username} is yours, please open a support ticket on the panel with this code: {code}\nThe code is valid for {hours} hours. You will get a message here as soon as we have seen it.",
  "registration.code_sent": "We have sent a code to {email}. Please send it here within {hours} hours.",
  "registration.code_wrong": "This code is not right. Please check it and send it again.",
  "registration.unreachable": "We could not check your account right now. Please try again in a few minutes.",
  "registration.mail.subject": "Your code for {username}",
  "registration.mail.text":
    "Somebody wants to use the account {username} in our support chat. If it was you, send this code in the chat: {code}\n\nIf it was not you, do nothing.",
  "account.balance": "Balance of {username}: {balance} {currency}",
  "account.details":
    "Account: {username}\nE-mail: {email}\nBalance: {balance} {currency}\nSpent: {spent} {currency}",
  "account.unreachable": "We could not read your account right now. Please try again in a few minutes.",
  rate_limited: "You are sending too many requests. Please wait {minutes} minutes.",
  help: "Send the order ID and the command, for example:\n492007588 status\n492007588 cancel\n492007588 refill\n492007588 speed up\nSeveral orders: 492007588, 492007589 cancel"
}
