/** What people choose first, without capitals, digits and signs at the ends, and with 0 1 3 4 5 7 @ $ read as letters. */
const words = new Set(
  `password passwort passwords passcode passphrase motdepasse contrasena senha parola wachtwoord mypassword thepassword
  newpassword oldpassword yourpassword nopassword passwordpassword passpass adminpassword rootpassword userpassword
  qwerty qwertyuiop qwertyui qwertz azerty qazwsx qazwsxedc asdfgh asdfghjkl asdfasdf zxcvbn zxcvbnm asdf zxcv qwer poiuytrewq
  mnbvcxz lkjhgfdsa qweasdzxc qweasd iloveyou iloveu iloveyouforever ilovemyself ilovegod iloveme loveyou lovelove lovely
  iloveyousomuch iloveyoubaby ihateyou admin administrator adminadmin root rootroot toor superadmin sysadmin superuser
  administrador master masteradmin webmaster letmein letmeinnow welcome welcometo welcomehome welcomeback changeme
  changeit changethis default guest guestguest test testing tester testtest temporary temp tempass temppass secret
  secrets topsecret mysecret login loginlogin access accesskey unlock opensesame sesame trustno trustnoone monkey dragon
  football baseball basketball soccer hockey cricket superman batman spiderman ironman starwars startrek pokemon naruto
  minecraft fortnite roblox computer laptop internet google facebook facebookcom instagram whatsapp telegram twitter tiktok
  youtube youtubecom gmail hotmail yahoo microsoft windows android samsung iphone apple sunshine princess princesa rainbow
  butterfly flower flowers summer winter spring autumn january february march april may june july august september october
  november december monday tuesday wednesday thursday friday saturday sunday michael jennifer jessica michelle
  christopher alexander daniel danielle matthew anthony andrew joshua jordan charlie thomas robert william elizabeth
  samantha natalie nicole ashley amanda anthony hannah george harley hunter maggie buster ginger pepper tigger shadow killer
  snoopy scooby sweetheart sweetie honey babygirl babyboy baby angel angels angelina jesus jesuschrist jesusloves blessed
  jesusislord godisgood godislove godblessme bismillah allahuakbar mohammed muhammad mohammad muhammed abdullah
  krishna harekrishna jaishreeram jaishriram jaimatadi omnamahshivaya shivashakti ganesh ganesha hanuman sairam waheguru
  india indian indiaindia hindustan pakistan pakistani bangladesh bangladeshi nepal nepali kathmandu pokhara karachi lahore
  dhaka mumbai delhi newdelhi kolkata chennai bangalore hyderabad kashmir gujarat punjab rajasthan america american england
  liverpool manchester manchesterunited chelsea arsenal barcelona realmadrid juventus cristiano ronaldo messi lionelmessi
  cristianoronaldo neymar kohli viratkohli sachin sachintendulkar dhoni msdhoni salmankhan shahrukhkhan tendulkar
  corvette mustang ferrari porsche mercedes lamborghini yamaha honda suzuki toyota bmwbmw harleydavidson diamond
  silver golden goldfish purple orange yellow banana cheese cookie cookies chocolate pepsi cocacola coffee whatever
  nothing something anything everything everyone nobody somebody forever family myfamily familyfirst friends friendship
  bestfriend mother father mommy daddy brother sister beautiful handsome freedom liberty money moneymoney makemoney
  business company office manager student teacher doctor hospital school university college hello helloworld hellohello
  hellokitty goodmorning goodluck goodbye mustafa ibrahim ahmed ahmad fatima aisha ayesha khadija priyanka priya deepak
  rajesh ramesh suresh mahesh mukesh dinesh ganga himalaya everest mounteverest sagarmatha panel smmpanel smmpanels mypanel
  reseller resellerpanel bestpanel cheappanel smm smmking followers instagramfollowers socialmedia marketing relaydesk
  matrix phoenix eagle eagles tiger tigers lion lions panther cowboys steelers yankees redsox lakers warriors patriots ninja
  samurai wizard merlin gandalf hogwarts harrypotter voldemort darkness darkside blackjack poker casino player gamer
  gaming playstation nintendo xbox counterstrike callofduty leagueoflegends worldofwarcraft asshole fuckyou fuckyouall
  fuckoff motherfucker bitch bullshit pussy sexy sexygirl sexyboy hotgirl porn abcdefghij abcdefgh abcdef abcd abc abcabc
  aabbcc abcxyz xyz aaa zzz qqq internetpassword databasepassword database server serverpassword mysql postgres
  postgresql oracle cisco ubuntu linux debian docker jenkins tomcat apache nginx wordpress joomla drupal`
    .split(/\s+/)
    .filter((word) => word !== "")
)

const letters: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "l",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i"
}

const plain = (text: string): string => text.replaceAll(/[^\p{L}]/gu, "")
const asLetters = (text: string): string =>
  plain(text.replaceAll(/[013457@$!]/g, (sign) => letters[sign] ?? sign))

/** Rows of keys, the alphabet and the digits: what a finger runs along. */
const runs = [
  "01234567890",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "azertyuiop"
]
const walks = runs.flatMap((run) => [run, [...run].toReversed().join("")])

/** Whether the text is nothing but pieces of at least three keys side by side, or of one key. */
const isWalk = (text: string): boolean => {
  let at = 0
  while (at < text.length) {
    let length = 0
    for (const walk of walks) {
      const from = walk.indexOf(text[at] ?? "")
      if (from < 0) continue
      let same = 0
      while (at + same < text.length && walk[from + same] === text[at + same]) same += 1
      length = Math.max(length, same)
    }
    let same = 0
    while (text[at + same] === text[at]) same += 1
    length = Math.max(length, same)
    if (length < 3) return false
    at += length
  }
  return true
}

/** Whether the text is one short piece over and over: "abcabcabcabc", "12121212". */
const isRepetition = (text: string): boolean => /^(.{1,5})\1+.?$/su.test(text)

/** Two words of the list after one another: "passwordadmin". */
const isPairOfWords = (text: string): boolean => {
  for (let cut = 3; cut <= text.length - 3; cut += 1) {
    if (words.has(text.slice(0, cut)) && words.has(text.slice(cut))) return true
  }
  return false
}

/**
 * Whether a password is among those that are tried first: a common word or two, with digits or signs around or for
 * letters (`P@ssw0rd2024!`), keys side by side (`1q2w3e` is not one), or one short piece repeated. Stands for some
 * million of the entries of breached lists that are long enough at all.
 */
export const isCommonPassword = (password: string): boolean => {
  const text = password.toLowerCase()
  const tight = text.replaceAll(/[\s._\-!?*#+,;:@$&%]/g, "")
  if (tight === "" || new Set(text).size < 4) return true
  if (isWalk(tight) || isRepetition(tight)) return true
  if (/^(?:1q2w3e4r|1qaz2wsx|q1w2e3r4|zaq12wsx|a1b2c3d4|1a2b3c4d|q2w3e4r5|qaz123wsx)/.test(tight)) return true
  // Signs and digits at the ends say little; those inside may stand for letters.
  const core = text.replaceAll(/^[\d\W_]+|[\d\W_]+$/g, "")
  const ends = asLetters(text.replaceAll(/^[\d\W_]+|\d[\d\W_]*$/g, ""))
  return [plain(core), asLetters(core), asLetters(text), ends].some(
    (word) =>
      words.has(word) || isPairOfWords(word) || (word === "" && /^\d+$/.test(tight) && tight.length < 12)
  )
}
