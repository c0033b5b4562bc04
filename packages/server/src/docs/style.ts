/** Of the documentation, beside what all wide pages have. */
export const STYLE = `
:root{--get:#1b6e3c;--get-paper:#e5f5ea;--put:#8a4b00;--put-paper:#fdf0dc}
@media(prefers-color-scheme:dark){:root{--get:#86e0a6;--get-paper:#12291b;--put:#ffc36b;--put-paper:#33240d}}
.docs{display:grid;grid-template-columns:15.5rem minmax(0,1fr);gap:0 clamp(24px,4vw,64px);width:100%;max-width:84rem;margin:0 auto;padding:0 clamp(16px,4vw,40px)}
.side{padding:28px 0;font-size:.95rem}
.menu{position:sticky;top:82px;max-height:calc(100vh - 110px);overflow:auto}
.menu summary{display:none;font-weight:600;cursor:pointer;padding:10px 14px;border:1px solid var(--line);border-radius:10px;background:var(--field)}
.menu h2{font-size:.8rem;letter-spacing:.04em;text-transform:uppercase;color:var(--soft);margin:22px 0 6px}
.menu h2:first-of-type{margin-top:6px}
.menu ul{list-style:none;margin:0;padding:0}
.menu a{display:block;padding:4px 10px;border-radius:8px;color:var(--ink);text-decoration:none}
.menu a:hover{background:var(--tint)}
.menu a[aria-current]{background:var(--tint);color:var(--mark);font-weight:600}
main{padding:36px 0 80px;min-width:0}
main>h1{font-size:clamp(1.9rem,3.4vw,2.7rem);letter-spacing:-.03em;margin:0 0 14px}
.lead{font-size:1.15rem;color:var(--soft);max-width:42rem;margin:0 0 26px}
.prose{max-width:46rem}
.prose h1{font-size:clamp(1.8rem,3vw,2.4rem);margin:0 0 18px}
.prose h2{font-size:1.35rem;margin:38px 0 12px}
.prose h3{font-size:1.1rem;margin:28px 0 8px}
.prose p,.prose ul,.prose ol{margin:0 0 16px}
.prose pre{margin:0 0 18px}
.scroll{overflow:auto;margin:0 0 18px}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-bottom:1px solid var(--line);min-width:7rem}
th{color:var(--soft);font-weight:600}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:12px;margin:0 0 40px;padding:0;list-style:none}
.cards a{display:block;height:100%;padding:14px 18px;border:1px solid var(--line);border-radius:12px;background:var(--field);color:var(--ink);text-decoration:none;font-weight:600}
.cards a:hover{border-color:var(--mark);color:var(--mark)}
main section>h2{font-size:1.3rem;margin:34px 0 10px}
main section>h2 a,.operation h2 a{color:inherit;text-decoration:none}
main section>h2 a:hover,.operation h2 a:hover{color:var(--mark)}
.finder{max-width:30rem;margin:0 0 10px}
.finder label{display:block;font-weight:600;margin:0 0 6px}
.finder input{width:100%;font:inherit;color:var(--ink);background:var(--field);border:1px solid var(--edge);border-radius:10px;padding:9px 14px}
::placeholder{color:var(--soft);opacity:1}
.list{list-style:none;margin:0;padding:0;border-top:1px solid var(--line)}
.list a{display:grid;grid-template-columns:4.6rem minmax(0,1fr) minmax(0,1.1fr);gap:2px 14px;align-items:baseline;padding:9px 4px;border-bottom:1px solid var(--line);color:var(--ink);text-decoration:none}
.list a:hover{background:var(--tint)}
.list code{background:none;padding:0}
.method{display:inline-block;font:600 .74rem/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;text-align:center;border-radius:6px;padding:2px 7px;color:var(--mark);background:var(--tint)}
.method.get{color:var(--get);background:var(--get-paper)}
.method.put,.method.patch{color:var(--put);background:var(--put-paper)}
.method.delete{color:var(--alarm);background:var(--alarm-paper)}
.operation{border-top:1px solid var(--line);padding:34px 0 30px}
.operation h2{font-size:1.45rem;margin:0 0 8px}
.route{display:flex;flex-wrap:wrap;gap:8px;align-items:baseline;margin:0 0 14px}
.route code{background:none;padding:0;font-size:.95rem}
.columns{display:grid;grid-template-columns:minmax(0,1.15fr) minmax(0,1fr);gap:20px clamp(20px,3vw,44px)}
.columns h3{font-size:1rem;margin:22px 0 6px}
.columns p{margin:0 0 10px}
.asks{color:var(--soft)}
.fields,.plain{list-style:none;margin:0;padding:0}
.fields li,.plain li{padding:8px 0;border-top:1px solid var(--line)}
.fields li p{margin:4px 0 0;font-size:.94rem}
.facts{font-size:.88rem;color:var(--soft)}
.facts strong{color:var(--ink)}
details summary{cursor:pointer;color:var(--mark);width:fit-content;padding:4px 0}
.examples{align-self:start;position:sticky;top:84px;display:grid;gap:14px;min-width:0;grid-template-columns:minmax(0,1fr)}
.example{position:relative;min-width:0}
.examples h3{margin:0 0 6px;font-size:.88rem;color:var(--soft)}
.copy{position:absolute;top:-4px;right:0;font:600 .82rem/1.4 inherit;font-family:inherit;color:var(--mark);background:none;border:0;border-radius:6px;padding:4px 6px;cursor:pointer}
.key{color:var(--mark);overflow-wrap:anywhere}
.own{margin:0 0 30px;border-radius:14px;padding:18px 20px;max-width:46rem}
.own h2{font-size:1.05rem;margin:0 0 4px}
.own p{margin:0 0 12px;color:var(--soft)}
.own .button{padding:8px 16px}
.own [role=status]{margin:10px 0 0;color:var(--alarm)}
.own [role=status]:empty{display:none}
@media(max-width:76rem){.columns{grid-template-columns:minmax(0,1fr)}.examples{position:static}}
@media(max-width:62rem){.docs{grid-template-columns:minmax(0,1fr)}.side{padding:18px 0 0}.menu{position:static;max-height:none}.menu summary{display:block;width:auto}main{padding-top:24px}}
@media(max-width:40rem){.list a{grid-template-columns:4.6rem minmax(0,1fr)}.list a span:last-child{grid-column:2;color:var(--soft);font-size:.92rem}}
`;
