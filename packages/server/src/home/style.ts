/** Of the home page, beside what all wide pages have. */
export const STYLE = `
main{width:100%;max-width:84rem;margin:0 auto;padding:0 clamp(16px,4vw,40px) 72px}
.hero{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:36px clamp(24px,5vw,72px);align-items:center;padding:clamp(40px,9vw,112px) 0 clamp(36px,7vw,88px)}
.hero h1{font-size:clamp(2.1rem,5.2vw,3.7rem);line-height:1.06;letter-spacing:-.035em;margin:0 0 18px}
.hero .lead{font-size:clamp(1.08rem,1.6vw,1.3rem);color:var(--soft);max-width:36rem;margin:0 0 28px}
.ways{display:flex;flex-wrap:wrap;gap:12px}
.example{box-shadow:0 24px 60px -28px var(--shade);padding:0;overflow:hidden}
.example h2{font-size:.85rem;font-weight:600;letter-spacing:0;color:var(--soft);margin:0;padding:12px 18px;border-bottom:1px solid var(--line)}
.example pre{border:0;border-radius:0}
.example .answer{border-top:1px solid var(--line);color:var(--mark)}
section>h2{font-size:clamp(1.5rem,2.6vw,2.1rem);margin:0 0 22px}
section{margin:0 0 clamp(48px,7vw,88px)}
.features{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:18px}
.features h3{font-size:1.1rem;margin:0 0 8px}
.features p{margin:0;color:var(--soft)}
.plans{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:18px}
.plans .card{display:flex;flex-direction:column}
.plans h3{font-size:1.2rem;margin:0 0 6px;text-transform:capitalize}
.price{margin:0 0 14px;color:var(--soft)}
.price strong{font-size:2.1rem;letter-spacing:-.03em;color:var(--ink);font-variant-numeric:tabular-nums}
.plans dl{margin:0 0 20px;display:grid;gap:0}
.plans dl div{display:flex;justify-content:space-between;gap:16px;padding:8px 0;border-top:1px solid var(--line);font-size:.93rem}
.plans dt{color:var(--soft)}
.plans dd{margin:0;text-align:right;font-variant-numeric:tabular-nums}
.plans .button{margin-top:auto}
.about{max-width:40rem;margin-top:-8px}
.plus{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline}
.plus h2{font-size:1.1rem;margin:0}
.plus p{margin:0;color:var(--soft)}
`;
