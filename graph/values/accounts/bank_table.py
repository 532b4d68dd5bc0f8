"""The banks and wallets of money that reports of this field name most, with the names that sources write them by."""

# country | code used in keys | BIC (institution); none for a wallet of money | names
TABLE = """
TH|002|BKKBTHBK|bbl;bangkok bank;กรุงเทพ
TH|004|KASITHBK|kbank;kasikorn;kasikornbank;kasikorn bank;kasikornthai;kasikorn thai;k plus;กสิกร;กสิกรไทย
TH|006|KRTHTHBK|ktb;krungthai;krung thai;krung thai bank;krungthai bank;กรุงไทย
TH|011|TMBKTHBK|ttb;tmb;ttb bank;tmb bank;tmbthanachart;tmbthanachart bank;ทหารไทยธนชาต;ทีเอ็มบีธนชาต;ทีทีบี
TH|014|SICOTHBK|scb;scb bank;scb easy;siam commercial;siam commercial bank;ไทยพาณิชย์;เอสซีบี
TH|017|CITITHBX|citi;citibank;ซิตี้แบงก์
TH|020|SCBLTHBX|standard chartered;standard chartered bank;สแตนดาร์ดชาร์เตอร์ด
TH|022|UBOBTHBK|cimbt;cimb;cimb thai;cimb thai bank;ซีไอเอ็มบี;ซีไอเอ็มบีไทย;ซีไอเอ็มบี ไทย
TH|024|UOVBTHBK|uobt;uob;uob thai;united overseas bank;united overseas bank thai;ยูโอบี
TH|025|AYUDTHBK|bay;krungsri;krungsri bank;bank of ayudhya;กรุงศรี;กรุงศรีอยุธยา
TH|030|GSBATHBK|gsb;government savings bank;ออมสิน
TH|033|GOHUTHB1|ghb;gh bank;government housing bank;ธอส;ธอส.;ธ.อ.ส.;อาคารสงเคราะห์
TH|034|BAABTHBK|baac;bank for agriculture and agricultural cooperatives;ธกส;ธกส.;ธ.ก.ส.;เพื่อการเกษตรและสหกรณ์การเกษตร
TH|066|TIBTTHBK|ibank;islamic bank of thailand;อิสลามแห่งประเทศไทย
TH|067|TFPCTHB1|tisco;tisco bank;ทิสโก้
TH|069|KIFITHB1|kkp;kiatnakin phatra;kiatnakin phatra bank;เกียรตินาคินภัทร
TH|073|LAHRTHB2|lhb;lh bank;land and houses bank;แลนด์ แอนด์ เฮ้าส์
TH|PROMPTPAY||promptpay;prompt pay;พร้อมเพย์
TH|SHOPEEPAY||shopeepay;shopee pay
TH|TRUEMONEY||truemoney;true money;truemoney wallet;true money wallet;ทรูมันนี่;ทรูมันนี่ วอลเล็ท;ทรูวอลเล็ท
KH|ABAAKHPP|ABAAKHPP|aba;aba bank;advanced bank of asia
KH|ACLBKHPP|ACLBKHPP|acleda;acleda bank
KH|CADIKHPP|CADIKHPP|canadia;canadia bank
KH|PINCKHPP|PINCKHPP|prince bank
KH|WIGCKHPP|WIGCKHPP|wing;wing bank
KH|BAKONG||bakong;បាគង
LA|COEBLALA|COEBLALA|bcel;bcel one;banque pour le commerce exterieur lao;ທະນາຄານການຄ້າຕ່າງປະເທດລາວ
LA|U-MONEY||u-money;umoney;u money
MM|KBZBMMMY|KBZBMMMY|kbz;kbz bank;kanbawza;kanbawza bank;ကမ္ဘောဇ;ကမ္ဘောဇဘဏ်
MM|AYABMMMY|AYABMMMY|aya;aya bank;ayeyarwady bank
MM|CPOBMMMY|CPOBMMMY|cb bank;co-operative bank
MM|KBZPAY||kbzpay;kbz pay;kpay;k pay
MM|WAVEPAY||wavepay;wave pay;wavemoney;wave money
VN|BFTVVNVX|BFTVVNVX|vcb;vietcombank;ngoại thương;ngoại thương việt nam
VN|ICBVVNVX|ICBVVNVX|vietinbank;ctg;công thương;công thương việt nam
VN|BIDVVNVX|BIDVVNVX|bidv;đầu tư và phát triển;đầu tư và phát triển việt nam
VN|VBAAVNVX|VBAAVNVX|agribank;vbard;nông nghiệp và phát triển nông thôn;nông nghiệp và phát triển nông thôn việt nam
VN|VTCBVNVX|VTCBVNVX|tcb;techcombank;kỹ thương;kỹ thương việt nam;kĩ thương việt nam
VN|MSCBVNVX|MSCBVNVX|mb;mbb;mbbank;mb bank;military bank;quân đội
VN|ASCBVNVX|ASCBVNVX|acb;asia commercial bank;á châu
VN|SGTTVNVX|SGTTVNVX|sacombank;stb;sài gòn thương tín
VN|VPBKVNVX|VPBKVNVX|vpb;vpbank;vp bank;việt nam thịnh vượng
VN|TPBVVNVX|TPBVVNVX|tpb;tpbank;tp bank;tiên phong
VN|HDBCVNVX|HDBCVNVX|hdb;hdbank;hd bank;phát triển thành phố hồ chí minh;phát triển tp.hcm;phát triển tp hcm
VN|VNIBVNVX|VNIBVNVX|vib;quốc tế;quốc tế việt nam
VN|SHBAVNVX|SHBAVNVX|shb;sài gòn hà nội;sài gòn - hà nội
VN|MCOBVNVX|MCOBVNVX|msb;maritime bank;hàng hải;hàng hải việt nam
VN|EBVIVNVX|EBVIVNVX|eximbank;eib;xuất nhập khẩu;xuất nhập khẩu việt nam
VN|MOMO||momo;ví momo
VN|ZALOPAY||zalopay;zalo pay
VN|VIETTEL-MONEY||viettel money;viettelpay;viettel pay
VN|SHOPEEPAY||shopeepay;shopee pay;airpay
MY|MBBEMYKL|MBBEMYKL|maybank;maybank2u;m2u;maybank islamic;mbb;malayan banking
MY|CIBBMYKL|CIBBMYKL|cimb;cimb bank;cimb islamic;cimb islamic bank;cimb clicks
MY|PBBEMYKL|PBBEMYKL|public bank;pbb;pbe
MY|RHBBMYKL|RHBBMYKL|rhb;rhb bank
MY|HLBBMYKL|HLBBMYKL|hong leong;hong leong bank;hlb
MY|ARBKMYKL|ARBKMYKL|ambank;am bank;ambank m
MY|BIMBMYKL|BIMBMYKL|bank islam;bank islam malaysia;bimb
MY|BSNAMYK1|BSNAMYK1|bsn;bank simpanan nasional
MY|DUITNOW||duitnow;duit now
MY|TOUCH-N-GO||touch n go;touch n go ewallet;touch and go;touch & go;tng;tng ewallet;tng digital
MY|BOOST||boost;boost ewallet
MY|GRABPAY||grabpay;grab pay
MY|SHOPEEPAY||shopeepay;shopee pay
SG|7171|DBSSSGSG|dbs;posb;dbs bank
SG|7339|OCBCSGSG|ocbc;ocbc bank;oversea-chinese banking corporation
SG|7375|UOVBSGSG|uob;united overseas bank
SG|PAYNOW||paynow;pay now
SG|GRABPAY||grabpay;grab pay
PH|BNORPHMM|BNORPHMM|bdo;bdo unibank;banco de oro
PH|BOPIPHMM|BOPIPHMM|bpi;bank of the philippine islands
PH|MBTCPHMM|MBTCPHMM|metrobank;metropolitan bank and trust company
PH|TLBPPHMM|TLBPPHMM|landbank;land bank;lbp;land bank of the philippines
PH|UBPHPHMM|UBPHPHMM|unionbank;union bank;union bank of the philippines
PH|PNBMPHMM|PNBMPHMM|pnb;philippine national bank
PH|GCASH||gcash;g-cash;g cash
PH|MAYA||maya;paymaya;pay maya
PH|COINS-PH||coins.ph;coins ph
PH|GRABPAY||grabpay;grab pay
PH|SHOPEEPAY||shopeepay;shopee pay
ID|014|CENAIDJA|bca;bank bca;bank central asia
ID|002|BRINIDJA|bri;bank bri;bank rakyat indonesia
ID|008|BMRIIDJA|mandiri;bank mandiri
ID|009|BNINIDJA|bni;bank bni;bank negara indonesia
ID|DANA||dana
ID|OVO||ovo
ID|GOPAY||gopay
ID|SHOPEEPAY||shopeepay;shopee pay
ID|LINKAJA||linkaja;link aja
CN|ICBKCNBJ|ICBKCNBJ|icbc;industrial and commercial bank of china;工商银行;中国工商银行;工行
CN|ABOCCNBJ|ABOCCNBJ|abc;agricultural bank of china;农业银行;中国农业银行;农行
CN|PCBCCNBJ|PCBCCNBJ|ccb;china construction bank;建设银行;中国建设银行;建行
CN|BKCHCNBJ|BKCHCNBJ|boc;bank of china;中国银行;中行
CN|COMMCNSH|COMMCNSH|bocom;bank of communications;交通银行;交行
CN|CMBCCNBS|CMBCCNBS|cmb;china merchants bank;招商银行;招行
CN|PSBCCNBJ|PSBCCNBJ|psbc;postal savings bank of china;邮储银行;邮政储蓄银行;中国邮政储蓄银行
CN|ALIPAY||alipay;支付宝;支付寶
CN|WECHAT-PAY||wechat pay;weixin pay;微信支付
HK|004|HSBCHKHH|hsbc;hsbc hong kong;hongkong and shanghai banking corporation
BD|BKASH||bkash
BD|NAGAD||nagad
IN|SBI|SBININBB|sbi;state bank of india
IN|HDFC|HDFCINBB|hdfc;hdfc bank
IN|ICICI|ICICINBB|icici;icici bank
IN|AXIS|AXISINBB|axis;axis bank
IN|PNB|PUNBINBB|pnb;punjab national bank
IN|KOTAK|KKBKINBB|kotak;kotak bank;kotak mahindra;kotak mahindra bank
IN|BOB|BARBINBB|bob;bank of baroda
IN|CANARA|CNRBINBB|canara;canara bank
IN|UNION|UBININBB|union bank;union bank of india
IN|INDUSIND|INDBINBB|indusind;indusind bank
IN|YES|YESBINBB|yes bank
IN|IDFC|IDFBINBB|idfc;idfc first;idfc first bank
IN|PAYTM||paytm;paytm wallet
IN|UPI||upi
KR|002|KODBKRSE|kdb;korea development bank;산업은행;한국산업은행;kdb산업은행
KR|003|IBKOKRSE|ibk;industrial bank of korea;기업은행;기업;ibk기업은행;중소기업은행
KR|004|CZNBKRSE|kb;kookmin;kookmin bank;kb kookmin;kb kookmin bank;국민은행;국민;kb국민은행;kb국민
KR|007|NFFCKRSE|suhyup;suhyup bank;수협은행;수협
KR|011|NACFKRSE|nh;nonghyup;nonghyup bank;nh bank;nh nonghyup bank;농협은행;농협;nh농협은행;nh농협
KR|020|HVBKKRSE|woori;woori bank;우리은행;우리
KR|023|SCBLKRSE|sc;sc first bank;sc bank korea;standard chartered bank korea;sc제일은행;제일은행
KR|027|CITIKRSX|citibank korea;씨티은행;한국씨티은행
KR|031|DAEBKR22|dgb;daegu bank;im bank;대구은행;아이엠뱅크;im뱅크
KR|032|PUSBKR2P|bnk;busan bank;bnk busan bank;부산은행;bnk부산은행
KR|034|KWABKRSE|gwangju bank;kwangju bank;광주은행
KR|035||jeju bank;제주은행
KR|037|JEONKRSE|jeonbuk bank;전북은행
KR|039|KYNAKR22|kyongnam bank;bnk kyongnam bank;경남은행;bnk경남은행
KR|045||mg;saemaul;kfcc;mg saemaul;새마을금고;mg새마을금고
KR|048||shinhyup;신협
KR|071||korea post;우체국;우체국예금
KR|081|KOEXKRSE|hana;hana bank;keb hana;keb hana bank;하나은행;하나;keb하나은행
KR|088|SHBKKRSE|shinhan;shinhan bank;신한은행;신한
KR|089||k bank;kbank;케이뱅크
KR|090|KAKOKR22|kakao;kakaobank;kakao bank;카카오뱅크;카카오
KR|092||toss;toss bank;tossbank;토스뱅크;토스
TW|004|BKTWTWTP|bot;bank of taiwan;台灣銀行;臺灣銀行;台銀;臺銀
TW|005|LBOTTWTP|land bank of taiwan;土地銀行;臺灣土地銀行;台灣土地銀行;土銀
TW|006|TACBTWTP|tcb;taiwan cooperative bank;合作金庫;合作金庫銀行;合作金庫商業銀行;合庫
TW|007|FCBKTWTP|first bank;first commercial bank;第一銀行;第一商業銀行;一銀
TW|008|HNBKTWTP|hua nan bank;hua nan commercial bank;華南銀行;華南商業銀行;華銀
TW|009|CCBCTWTP|chang hwa bank;chang hwa commercial bank;彰化銀行;彰化商業銀行;彰銀
TW|012|TPBKTWTP|fubon;taipei fubon bank;台北富邦;台北富邦銀行;富邦銀行;台北富邦商業銀行
TW|013|UWCBTWTP|cathay;cathay united bank;國泰世華;國泰世華銀行;國泰世華商業銀行;國泰
TW|017|ICBCTWTP|mega bank;mega international commercial bank;兆豐銀行;兆豐商銀;兆豐國際商業銀行;兆豐
TW|050||tbb;taiwan business bank;台灣企銀;臺灣企銀;台企銀;臺灣中小企業銀行
TW|700||chunghwa post;中華郵政;郵局;郵政
TW|805||feib;far eastern bank;far eastern international bank;遠東銀行;遠東商銀;遠東國際商業銀行
TW|806||yuanta;yuanta bank;元大銀行;元大商業銀行;元大
TW|807||sinopac;bank sinopac;永豐銀行;永豐商業銀行;永豐
TW|808|ESUNTWTP|esun;e.sun;esun bank;e.sun bank;e sun bank;e.sun commercial bank;玉山銀行;玉山商業銀行;玉山
TW|812|TSIBTWTP|taishin;taishin bank;taishin international bank;台新銀行;台新國際商業銀行;台新
TW|822|CTBCTWTP|ctbc;ctbc bank;chinatrust;chinatrust bank;中國信託;中國信託銀行;中國信託商業銀行;中信;中信銀行
TW|824||line bank;line bank taiwan;連線商業銀行;連線銀行
JP|MIZUHO|MHCBJPJT|mizuho;mizuho bank;みずほ;みずほ銀行;0001
JP|MUFG|BOTKJPJT|mufg;mufg bank;bank of tokyo mitsubishi ufj;三菱ufj;三菱ufj銀行;三菱東京ufj銀行;0005
JP|SMBC|SMBCJPJT|smbc;sumitomo mitsui;sumitomo mitsui banking corp;sumitomo mitsui bank;三井住友;三井住友銀行;0009
JP|RESONA|DIWAJPJT|resona;resona bank;りそな;りそな銀行;0010
JP|PAYPAY-BANK||paypay bank;japan net bank;paypay銀行;ジャパンネット銀行;0033
JP|SEVEN-BANK||seven bank;セブン銀行;0034
JP|SONY-BANK||sony bank;ソニー銀行;0035
JP|RAKUTEN-BANK|RAKTJPJT|rakuten bank;楽天銀行;0036
JP|SBI-SUMISHIN||sbi sumishin;sbi sumishin net bank;住信sbiネット銀行;住信sbi;0038
JP|AU-JIBUN||jibun bank;au jibun bank;auじぶん銀行;じぶん銀行;0039
JP|AEON-BANK||aeon bank;イオン銀行;0040
JP|SBI-SHINSEI|LTCBJPJT|shinsei bank;sbi shinsei bank;新生銀行;sbi新生銀行;0397
JP|JAPAN-POST-BANK|JPPSJPJ1|japan post bank;yucho;yucho bank;jp bank;ゆうちょ;ゆうちょ銀行;9900
ET|CBETETAA|CBETETAA|cbe;commercial bank of ethiopia;የኢትዮጵያ ንግድ ባንክ;ንግድ ባንክ
ET|AWINETAA|AWINETAA|awash;awash bank;awash international bank;አዋሽ;አዋሽ ባንክ
ET|DASHETAA|DASHETAA|dashen;dashen bank;ዳሸን;ዳሸን ባንክ
ET|ABYSETAA|ABYSETAA|boa;bank of abyssinia;abyssinia bank;አቢሲኒያ ባንክ;አቢሲንያ ባንክ
ET|WEGAETAA|WEGAETAA|wegagen;wegagen bank;ወጋገን ባንክ
ET|NIBIETAA|NIBIETAA|nib;nib bank;nib international bank;ንብ ባንክ
ET|UNTDETAA|UNTDETAA|hibret;hibret bank;united bank ethiopia;ሕብረት ባንክ;ህብረት ባንክ
ET|CBORETAA|CBORETAA|coop bank;coopbank;coopbank of oromia;cooperative bank of oromia
ET|TELEBIRR||telebirr;tele birr;ቴሌብር;ቴሌ ብር
ET|CBE-BIRR||cbe birr;cbebirr
RU|SABRRUMM|SABRRUMM|sber;sberbank;sberbank of russia;сбер;сбербанк;сбербанк россии;сбербанк онлайн;sberbank online
RU|VTBRRUMM|VTBRRUMM|vtb;vtb bank;vtb24;втб;банк втб;втб24
RU|ALFARUMM|ALFARUMM|alfa;alfa bank;alfabank;альфа;альфа-банк;альфабанк
RU|TICSRUMM|TICSRUMM|tinkoff;tinkoff bank;t-bank;tbank;тинькофф;тинькофф банк;тиньков;т-банк;тбанк
RU|GAZPRUMM|GAZPRUMM|gazprombank;gpb;газпромбанк;гпб
RU|RUAGRUMM|RUAGRUMM|rosselkhozbank;russian agricultural bank;rshb;россельхозбанк;рсхб
RU|RZBMRUMM|RZBMRUMM|raiffeisen;raiffeisenbank;райффайзен;райффайзенбанк;райффайзен банк
RU|SOVCOMBANK||sovcombank;совкомбанк
RU|POCHTA-BANK||pochta bank;почта банк
RU|YOOMONEY||yoomoney;yandex money;юmoney;юмани;яндекс деньги;яндекс.деньги
LK|BCEYLKLX|BCEYLKLX|boc;bank of ceylon;ලංකා බැංකුව;இலங்கை வங்கி;7010
LK|PSBKLKLX|PSBKLKLX|peoples bank;people's bank;மக்கள் வங்கி;මහජන බැංකුව;7135
LK|CCEYLKLX|CCEYLKLX|combank;commercial bank of ceylon;commercial bank;7056
LK|HBLILKLX|HBLILKLX|hnb;hatton national bank;7083
LK|BSAMLKLX|BSAMLKLX|sampath;sampath bank;සම්පත් බැංකුව;7278
LK|SEYBLKLX|SEYBLKLX|seylan;seylan bank;7287
LK|NTBCLKLX|NTBCLKLX|ntb;nations trust;nations trust bank;7162
LK|NDBSLKLX|NDBSLKLX|ndb;ndb bank;national development bank;7214
LK|EZ-CASH||ez cash;ezcash
KE|EQBLKENA|EQBLKENA|equity;equity bank;equity bank kenya;equity bank of kenya;equitel
KE|KCBLKENX|KCBLKENX|kcb;kcb bank;kcb bank kenya;kenya commercial bank
KE|KCOOKENA|KCOOKENA|coop bank;co-op bank;co-operative bank;cooperative bank of kenya;co-operative bank of kenya
KE|BARCKENX|BARCKENX|absa;absa bank;absa bank kenya;barclays bank of kenya
KE|CBAFKENX|CBAFKENX|ncba;ncba bank;ncba bank kenya
KE|DTKEKENA|DTKEKENA|dtb;diamond trust bank;diamond trust bank kenya
KE|FAMILY-BANK||family bank;family bank kenya
KE|M-PESA||m-pesa;mpesa;m pesa;safaricom;safaricom m-pesa;mpesa safaricom
KE|AIRTEL-MONEY||airtel money;airtelmoney
TZ|M-PESA||m-pesa;mpesa;m pesa;vodacom m-pesa
TZ|AIRTEL-MONEY||airtel money;airtelmoney
UG|MTN-MOMO||mtn momo;mtn mobile money;mtn money;momo
UG|AIRTEL-MONEY||airtel money;airtelmoney
BR|001|BRASBRRJ|bb;banco do brasil
BR|033|BSCHBRSP|santander;banco santander;santander brasil;banco santander brasil
BR|041|BRGSBRRS|banrisul
BR|077||inter;banco inter
BR|104|CEFXBRSP|caixa;cef;caixa economica federal
BR|208||btg;btg pactual;banco btg pactual
BR|237|BBDEBRSP|bradesco;banco bradesco;next
BR|260||nubank;nu pagamentos;nu
BR|290||pagbank;pagseguro
BR|323||mercado pago;mercadopago
BR|336||c6;c6 bank;banco c6
BR|341|ITAUBRSP|itau;itau unibanco;banco itau
BR|380||picpay;pic pay
BR|422||safra;banco safra
BR|748||sicredi
BR|756||sicoob
NP|ESEWA||esewa;e-sewa;e sewa;ईसेवा;इसेवा
NP|KHALTI||khalti;खल्ती
PK|EASYPAISA||easypaisa;easy paisa;ایزی پیسہ
PK|JAZZCASH||jazzcash;jazz cash;mobicash;جاز کیش
"""
# Names in other scripts, the numbers of banks in Vietnam's payment codes (VietQR), and spellings that are no name and
# are meant for one: country | code | names.
SPELLINGS = """
TH|002|盘谷银行;盤谷銀行
TH|004|กสิกรไท;开泰银行;開泰銀行
TH|006|krungtai;krung tai;krung tai bank;กรุงไท;泰京银行;泰京銀行
TH|011|ทหารไทย;ทหารไทยธนชาติ
TH|014|ไทยพาณิชย;ไทยพาณิช;ไทยพานิชย์;ไทยพานิช;汇商银行
TH|025|bank of ayutthaya;กรุงศรีอยุทธยา;大城银行
TH|030|government saving bank
KH|ABAAKHPP|អេប៊ីអេ
KH|ACLBKHPP|អេស៊ីលីដា
KH|CADIKHPP|កាណាឌីយ៉ា
KH|WIGCKHPP|វីង
LA|COEBLALA|ການຄ້າຕ່າງປະເທດລາວ
HK|004|汇丰;汇丰银行;滙豐;滙豐銀行;匯豐;匯豐銀行;香港上海滙豐銀行
MM|AYABMMMY|ဧရာဝတီ;ဧရာဝတီဘဏ်
BD|BKASH|বিকাশ;বিক্যাশ
BD|NAGAD|নগদ
VN|BFTVVNVX|970436
VN|ICBVVNVX|970415
VN|BIDVVNVX|970418
VN|VBAAVNVX|970405
VN|VTCBVNVX|970407
VN|MSCBVNVX|970422
VN|ASCBVNVX|970416
VN|SGTTVNVX|970403
VN|VPBKVNVX|970432
VN|TPBVVNVX|970423
VN|HDBCVNVX|970437
VN|VNIBVNVX|970441
VN|SHBAVNVX|970443
VN|MCOBVNVX|970426
VN|EBVIVNVX|970431
"""
