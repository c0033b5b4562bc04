const KHTML = "(KHTML, like Gecko)";
const WEBKIT = `AppleWebKit/537.36 ${KHTML}`;
const CHROME = `${WEBKIT} Chrome/126.0.0.0 Safari/537.36`;
const MOBILE = `${WEBKIT} Chrome/126.0.0.0 Mobile Safari/537.36`;
const IOS = `AppleWebKit/605.1.15 ${KHTML}`;
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const LINUX = "Mozilla/5.0 (X11; Linux x86_64)";
const ANDROID = "Mozilla/5.0 (Linux; Android 10; K)";
const PIXEL = "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A.240205.004; wv)";
const GALAXY = "Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv)";
const WEBVIEW = `${WEBKIT} Version/4.0 Chrome/126.0.6478.71 Mobile Safari/537.36`;
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X)";
const IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X)";
const APP = `${IPHONE} ${IOS} Mobile/15E148`;

/** User agents of people's browsers, on desks and in hands. */
export const BROWSERS = [
  `${WINDOWS} ${CHROME}`,
  `${WINDOWS} ${CHROME} Edg/126.0.0.0`,
  `${WINDOWS} ${CHROME} OPR/112.0.0.0`,
  `${WINDOWS} ${CHROME} Vivaldi/6.8.3381.44`,
  `${WINDOWS} ${CHROME} Avast/126.0.0.0`,
  `${WINDOWS} ${CHROME} YaBrowser/24.6.0.0`,
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
  "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
  "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)",
  "Mozilla/5.0 (Windows NT 5.1; rv:52.0) Gecko/20100101 Firefox/52.0",
  `${MAC} ${CHROME}`,
  `${MAC} ${IOS} Version/17.5 Safari/605.1.15`,
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0",
  `${MAC} ${IOS} Version/17.5 Safari/605.1.15 Ddg/17.5`,
  `${LINUX} ${CHROME}`,
  "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
  `${LINUX} AppleWebKit/605.1.15 ${KHTML} Version/17.4 Safari/605.1.15 Epiphany/605.1.15`,
  "Mozilla/5.0 (X11; FreeBSD amd64; rv:127.0) Gecko/20100101 Firefox/127.0",
  `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME}`,
  `${ANDROID} ${MOBILE}`,
  `${ANDROID} ${MOBILE} EdgA/126.0.0.0`,
  `${ANDROID} ${MOBILE} OPR/83.0.0.0`,
  `${ANDROID} ${WEBKIT} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36`,
  "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0",
  `Mozilla/5.0 (Linux; U; Android 13; en-us; M2101K6G) ${WEBKIT} Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.4`,
  `Mozilla/5.0 (Linux; Android 12; NOH-NX9) ${WEBKIT} Chrome/114.0.5735.196 HuaweiBrowser/15.0.4.312 Mobile Safari/537.36`,
  `Mozilla/5.0 (Linux; U; Android 11; en-US; RMX3231) ${WEBKIT} Version/4.0 Chrome/100.0.4896.58 UCBrowser/13.7 Mobile Safari/537.36`,
  // Cubot and Robotics make telephones.
  `Mozilla/5.0 (Linux; Android 9; CUBOT_X19) ${MOBILE}`,
  `Mozilla/5.0 (Linux; Android 11; CUBOT KINGKONG 5 Pro) ${MOBILE}`,
  `${IPHONE} ${IOS} Version/17.5 Mobile/15E148 Safari/604.1`,
  `${IPHONE} ${IOS} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`,
  `${IPHONE} ${IOS} FxiOS/127.0 Mobile/15E148 Safari/605.1.15`,
  `${IPHONE} ${IOS} EdgiOS/126.0.2592.56 Version/17.0 Mobile/15E148 Safari/604.1`,
  `${IPHONE} ${IOS} Version/17.5 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15`,
  `${IPAD} ${IOS} Version/17.5 Mobile/15E148 Safari/604.1`,
  `${IPAD} ${IOS} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`,
  "Opera/9.80 (Android; Opera Mini/69.0.2254/191.303; U; en) Presto/2.12.423 Version/12.16",
  "Mozilla/5.0 (Mobile; LYF/F90M/LYF-F90M-000-02-28-130318; Android; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
  `Mozilla/5.0 (PlayStation; PlayStation 5/2.26) ${IOS} Version/13.0 Safari/605.1.15`,
  "Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/609.4 (KHTML, like Gecko) NF/6.0.2.20.5 NintendoBrowser/5.1.0.22433",
  `Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) ${WEBKIT} 76.0.3809.146/6.0 TV Safari/537.36`,
  `Mozilla/5.0 (Web0S; Linux/SmartTV) ${WEBKIT} Chrome/79.0.3945.79 Safari/537.36 WebAppManager`,
  `Mozilla/5.0 (Linux; Android 12; Quest 3) ${WEBKIT} OculusBrowser/33.3.0.12 Chrome/126.0.0.0 VR Safari/537.36`,
  `Mozilla/5.0 (X11; GNU/Linux) ${WEBKIT} Chromium/79.0.3945.130 Chrome/79.0.3945.130 Safari/537.36 Tesla/2024.14.9`,
  "Mozilla/5.0 (compatible; Konqueror/4.5; FreeBSD) KHTML/4.5.4 (like Gecko)",
];

/** User agents of the browsers inside of apps. */
export const APPS = [
  `${APP} Instagram 335.0.8.30.91 (iPhone14,5; iOS 17_5_1; en_US; en; scale=3.00; 1170x2532; 610508092)`,
  `${GALAXY} ${WEBVIEW} Instagram 335.0.0.37.91 Android (33/13; 450dpi; 1080x2178; samsung; SM-A536B; a53x; s5e8825; de_DE; 608720130)`,
  `${APP} [FBAN/FBIOS;FBAV/467.0.0.38.105;FBBV/604087379;FBDV/iPhone15,2;FBMD/iPhone;FBSN/iOS;FBSV/17.5.1;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5]`,
  `${GALAXY} ${WEBVIEW} [FB_IAB/FB4A;FBAV/467.0.0.53.109;IABMV/1;]`,
  `${GALAXY} ${WEBVIEW} [FB_IAB/Orca-Android;FBAV/462.0.0.30.108;]`,
  `${APP} [FBAN/MessengerLiteForiOS;FBAV/462.0.0.41.103;FBDV/iPhone14,5]`,
  `${APP} [FBAN/FBIOS;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS] Barcelona 337.0.0.29.85`,
  `${APP} musical_ly_35.1.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US BytedanceWebview/d8a21c6`,
  `${GALAXY} ${WEBVIEW} musical_ly_2023501030 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/35.1.3 ByteLocale/de-DE Region/DE BytedanceWebview/d8a21c6`,
  `${APP} BytedanceWebview/d8a21c6 TikTok 35.1.0`,
  `${APP} Twitter for iPhone/10.46`,
  `${PIXEL} ${WEBVIEW} TwitterAndroid`,
  `${APP} LinkedInApp/9.29.8726`,
  `${PIXEL} ${WEBVIEW} [LinkedInApp]/4.1.955`,
  `${APP} Snapchat/12.91.0.39 (like Safari/8618.2.12.10.9, panda)`,
  `${GALAXY} ${WEBVIEW} Snapchat/12.92.0.50 (Pixel 8; Android 14; gzip)`,
  `${APP} [Pinterest/iOS]`,
  `${GALAXY} ${WEBVIEW} [Pinterest/Android]`,
  `${PIXEL} ${WEBVIEW} Reddit/Version 2024.24.1/Build 1705254/Android 14`,
  `${APP} WhatsApp/24.11.80`,
  `${GALAXY} ${WEBVIEW} WhatsApp/2.24.11.80`,
  `${GALAXY} ${WEBVIEW} Viber/21.0.0.0`,
  `${PIXEL} ${WEBVIEW} Telegram-Android/10.14.5 (Google Pixel 8; Android 14; SDK 34; HIGH)`,
  `${APP} Safari Line/14.9.0`,
  `${GALAXY} ${WEBVIEW} Line/14.8.0/IAB`,
  `${GALAXY} ${WEBVIEW} KAKAOTALK/10.8.5 (INAPP)`,
  `${APP} MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/en`,
  `${APP} GSA/322.0.644 Safari/604.1`,
  `${PIXEL} ${WEBVIEW} GSA/15.24.28.28.arm64`,
  `${APP} NAVER(inapp; search; 2000; 12.5.2; 14PRO)`,
  `${GALAXY} ${WEBVIEW} GNews Android/2022137898`,
  `${MAC} ${WEBKIT} Slack/4.39.88 Chrome/126.0.6478.54 Electron/31.0.0 Safari/537.36`,
  `${WINDOWS} ${WEBKIT} discord/1.0.9152 Chrome/124.0.6367.243 Electron/30.1.0 Safari/537.36`,
  `${WINDOWS} ${WEBKIT} Teams/24151.2105.2929.1611 Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0`,
  `${PIXEL} ${WEBVIEW} GmailAndroid`,
  `${APP} DuckDuckGo/7`,
  "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.12026; Pro)",
];
