/** Words that lists of leaked passwords begin with, and what people make of them; not such a list itself. */
const WORDS = `password passwort passwd pass letmein welcome willkommen admin administrator root login master secret changeme default guest
user test testing tester demo sample example temp temporary iloveyou loveyou lovely princess dragon monkey sunshine shadow football fussball
baseball basketball hockey soccer superman batman spiderman starwars pokemon pikachu naruto minecraft fortnite trustno trustnoone whatever
freedom hello hallo bonjour ciao hola computer internet samsung google facebook twitter instagram linkedin microsoft windows apple iphone
android michael michelle jennifer jessica jordan charlie daniel thomas andrew joshua matthew anthony robert william george hannah ashley
amanda nicole samantha buster killer hunter ranger tigger ginger pepper cookie cheese chocolate banana orange purple yellow silver golden
summer winter spring autumn sommer herbst fruehling january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday montag freitag schatz liebe geheim schalke bayern berlin hamburg london paris
madrid barcelona liverpool arsenal chelsea juventus america england france germany deutschland canada mexico corvette mustang porsche
ferrari mercedes yamaha harley diamond phoenix eagle falcon panther tiger lion wolf bear jaguar chicken rabbit doggie kitty snoopy garfield
jesus christ angel heaven blessed faith family mother father brother sister daughter friend friends forever flower butterfly rainbow music
guitar drummer metallica nirvana slipknot eminem matrix gandalf merlin wizard magic mystic ninja pirate warrior soldier marine hacker
access system server network database oracle cisco router switch private public office company business manager service support qwerty
qwertz azerty qwertyuiop qwertzuiop asdfgh asdfghjkl zxcvbn zxcvbnm yxcvbnm qazwsx qazwsxedc qweasd qweasdzxc asdf qwer zxcv poiuytrewq
lkjhgfdsa mnbvcxz abc abcd abcde abcdef abcdefg abcdefgh abcdefghij aaa bbb xyz passphrase correcthorsebatterystaple letmeinnow opensesame
thisismypassword mypassword yourpassword newpassword oldpassword nopassword password1password passwordpassword adminadmin testtest
welcomehome helloworld helloworldhello iloveyousomuch iloveyouforever ihateyou fuckyou fuckoff asshole bitch pussy sexy money dollar
million success winner champion player gamer lucky nothing something anything everything`;

const DIGITS = [
  "0123456789",
  "9876543210",
  "1234567890",
  "0987654321",
  "1122334455",
  "1212121212",
  "1231231231",
];
const ROWS = [
  "1q2w3e4r5t",
  "1q2w3e4r5t6y",
  "1qaz2wsx3edc",
  "q1w2e3r4t5",
  "qwerty1234",
  "a1b2c3d4e5",
  "zaq12wsxcde3",
];

/** In lower case, without digits behind: `isCommon` takes those away. A few thousand. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(allOf(WORDS.split(/\s+/)));

function* allOf(words: string[]): Generator<string> {
  yield* words;
  yield* DIGITS;
  yield* ROWS;
  for (const word of words) {
    yield word + word;
    yield [...word].reverse().join("");
    for (const before of ["the", "my", "i", "super", "123", "1234", "12345"]) yield before + word;
    for (const behind of ["123", "1234", "12345", "123456", "you", "me", "man", "boy", "girl"])
      yield word + behind;
  }
  for (let year = 1950; year <= 2035; year++) yield `${year}${year}${year}`.slice(0, 10);
  for (let length = 10; length <= 20; length++) {
    yield "1234567890".repeat(2).slice(0, length);
    yield "0123456789".repeat(2).slice(0, length);
    yield "abcdefghijklmnopqrstuvwxyz".slice(0, length);
  }
}
