/** What all pages share: colours, light or dark, and how the focus is seen. */
export const COLORS = `
:root{color-scheme:light dark;--ink:#1c1b22;--soft:#6a6775;--paper:#faf9fc;--field:#fff;--line:#e5e2ec;--edge:#8b8798;--mark:#5b3df5;--on-mark:#fff;
--alarm:#b3261e;--alarm-paper:#fdeceb}
@media(prefers-color-scheme:dark){:root{--ink:#f1eff7;--soft:#a29eb0;--paper:#131218;--field:#1c1a23;--line:#2b2933;--edge:#767286;--mark:#9d8bff;
--on-mark:#16131f;--alarm:#ffb4ab;--alarm-paper:#3a1a19}}
*{box-sizing:border-box}
a{color:var(--mark)}
:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
`;

/** Of the pages that people read: a column in the middle, light or dark as they like it. */
export const PAGE_STYLE = `${COLORS}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--paper);color:var(--ink);
font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:30rem;min-width:0}
svg{display:block;width:44px;height:44px;color:var(--mark);margin:0 0 20px -7px}
h1{font-size:1.65rem;line-height:1.2;letter-spacing:-.02em;margin:0 0 10px;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:1.1rem;line-height:1.3;margin:26px 0 8px}
p,li{margin:0 0 10px;color:var(--soft);overflow-wrap:anywhere}
strong{color:var(--ink);font-weight:600}
ul{margin:0 0 16px;padding-left:1.2em}
li{margin:0 0 4px}
code{font:0.92em ui-monospace,SFMono-Regular,Menlo,monospace;color:var(--ink);background:var(--line);border-radius:6px;padding:2px 6px}
dl{margin:18px 0}
dt{font-size:.85rem;color:var(--soft)}
dd{margin:0 0 14px;overflow-wrap:anywhere}
.note{border-left:4px solid var(--alarm);background:var(--alarm-paper);color:var(--ink);border-radius:6px;padding:10px 14px;margin:0 0 16px}
form{margin:18px 0 0}
label{display:block;font-weight:600;margin:0 0 6px}
input,select,textarea{display:block;width:100%;font:inherit;color:var(--ink);background:var(--field);border:1px solid var(--edge);border-radius:10px;padding:10px 14px}
select{padding:12px 10px}
textarea{resize:vertical;min-height:6.5rem}
input[aria-invalid],select[aria-invalid],textarea[aria-invalid]{border-color:var(--alarm)}
::placeholder{color:var(--soft);opacity:1}
.field{margin:0 0 18px}
.hint,.fault{font-size:.9rem;margin:-2px 0 6px}
.fault{color:var(--alarm);font-weight:600}
.aside{position:absolute;left:-9999px}
.choices{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:10px;margin:18px 0}
.button{display:flex;align-items:center;justify-content:center;width:100%;font:inherit;font-weight:600;line-height:1.3;text-align:center;text-decoration:none;cursor:pointer;border-radius:10px;
padding:12px 18px;border:2px solid var(--mark);background:var(--mark);color:var(--on-mark)}
.quiet{background:transparent;color:var(--mark)}
form .button{margin-top:14px}
.or{text-align:center;margin:18px 0 14px}
.or+.button{margin-top:0}
[hidden]{display:none}
footer{margin-top:28px;padding-top:14px;border-top:1px solid var(--line);font-size:.85rem;color:var(--soft)}
`;

/** Of a page that shows another one: that one, and a bar under it. */
export const FRAME_STYLE = `${COLORS}
html,body{height:100%}
body{margin:0;display:flex;flex-direction:column;height:100dvh;background:var(--paper);color:var(--soft);font:14px/1.4 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
iframe{flex:1;min-height:0;width:100%;border:0;background:#fff}
p{margin:0;padding:8px 14px;border-top:1px solid var(--line);overflow-wrap:anywhere}
`;
