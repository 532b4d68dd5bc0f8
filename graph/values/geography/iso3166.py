"""ISO 3166-1: alpha-2 and alpha-3 codes and the names by which sources call each country."""

# alpha-2 alpha-3 English names and nationalities, then native names; the first is the one to show.
# A further line of a code goes on with its names.
_TABLE = """
AD AND Andorra
AE ARE United Arab Emirates;UAE;Emirati;الإمارات
AF AFG Afghanistan;Afghan
AG ATG Antigua and Barbuda
AI AIA Anguilla
AL ALB Albania;Albanian
AM ARM Armenia;Armenian
AO AGO Angola;Angolan
AQ ATA Antarctica
AR ARG Argentina;Argentine
AS ASM American Samoa
AT AUT Austria;Austrian
AU AUS Australia;Australian
AW ABW Aruba
AX ALA Aland Islands;Åland Islands
AZ AZE Azerbaijan;Azerbaijani
BA BIH Bosnia and Herzegovina;Bosnia;Bosnian
BB BRB Barbados
BD BGD Bangladesh;Bangladeshi;বাংলাদেশ
BE BEL Belgium;Belgian
BF BFA Burkina Faso
BG BGR Bulgaria;Bulgarian
BH BHR Bahrain;Bahraini
BI BDI Burundi
BJ BEN Benin
BL BLM Saint Barthelemy
BM BMU Bermuda
BN BRN Brunei;Brunei Darussalam;Bruneian;Negara Brunei Darussalam
BO BOL Bolivia;Plurinational State of Bolivia
BQ BES Bonaire, Sint Eustatius and Saba;Caribbean Netherlands
BR BRA Brazil;Brazilian;Brasil
BS BHS Bahamas;The Bahamas
BT BTN Bhutan
BV BVT Bouvet Island
BW BWA Botswana
BY BLR Belarus;Belarusian;Byelorussia
BZ BLZ Belize
CA CAN Canada;Canadian
CC CCK Cocos (Keeling) Islands
CD COD Democratic Republic of the Congo;Congo (Democratic Republic);DR Congo;DRC;Congo, Democratic Republic of the;Zaire
CF CAF Central African Republic
CG COG Congo;Republic of the Congo
CH CHE Switzerland;Swiss
CI CIV Cote d'Ivoire;Côte d'Ivoire;Ivory Coast
CK COK Cook Islands
CL CHL Chile
CM CMR Cameroon;Cameroonian
CN CHN China;People's Republic of China;PRC;Chinese;Mainland China;中国;中國;中华人民共和国
CN CHN 中華人民共和國;จีน;ประเทศจีน;Trung Quốc
CO COL Colombia;Colombian
CR CRI Costa Rica
CU CUB Cuba;Cuban
CV CPV Cape Verde;Cabo Verde
CW CUW Curacao;Curaçao
CX CXR Christmas Island
CY CYP Cyprus;Cypriot
CZ CZE Czech Republic;Czechia;Czech
DE DEU Germany;German;Deutschland
DJ DJI Djibouti
DK DNK Denmark;Danish
DM DMA Dominica
DO DOM Dominican Republic
DZ DZA Algeria;Algerian
EC ECU Ecuador
EE EST Estonia;Estonian
EG EGY Egypt;Egyptian
EH ESH Western Sahara
ER ERI Eritrea;Eritrean
ES ESP Spain;Spanish
ET ETH Ethiopia;Ethiopian
FI FIN Finland;Finnish
FJ FJI Fiji
FK FLK Falkland Islands
FM FSM Micronesia;Federated States of Micronesia
FO FRO Faroe Islands
FR FRA France;French
GA GAB Gabon
GB GBR United Kingdom;UK;Great Britain;Britain;British;England;Scotland;Wales;Northern Ireland
GD GRD Grenada
GE GEO Georgia;Georgian
GF GUF French Guiana
GG GGY Guernsey
GH GHA Ghana;Ghanaian
GI GIB Gibraltar
GL GRL Greenland
GM GMB Gambia;The Gambia
GN GIN Guinea
GP GLP Guadeloupe
GQ GNQ Equatorial Guinea
GR GRC Greece;Greek
GS SGS South Georgia and the South Sandwich Islands
GT GTM Guatemala
GU GUM Guam
GW GNB Guinea-Bissau
GY GUY Guyana
HK HKG Hong Kong;Hong Kong SAR;Hongkong;香港
HM HMD Heard Island and McDonald Islands
HN HND Honduras
HR HRV Croatia;Croatian
HT HTI Haiti
HU HUN Hungary;Hungarian
ID IDN Indonesia;Indonesian;Republik Indonesia;อินโดนีเซีย
IE IRL Ireland;Irish
IL ISR Israel;Israeli
IM IMN Isle of Man
IN IND India;Indian;Bharat;भारत;இந்தியா
IO IOT British Indian Ocean Territory
IQ IRQ Iraq;Iraqi
IR IRN Iran;Islamic Republic of Iran;Iran, Islamic Republic of;Iranian
IS ISL Iceland
IT ITA Italy;Italian
JE JEY Jersey
JM JAM Jamaica
JO JOR Jordan;Jordanian
JP JPN Japan;Japanese;日本
KE KEN Kenya;Kenyan
KG KGZ Kyrgyzstan;Kyrgyz Republic;Kyrgyz
KH KHM Cambodia;Kampuchea;Kingdom of Cambodia;Cambodian;Khmer;កម្ពុជា;ព្រះរាជាណាចក្រកម្ពុជា
KH KHM ប្រទេសកម្ពុជា;กัมพูชา;ประเทศกัมพูชา;柬埔寨;Campuchia;ກຳປູເຈຍ;ကမ္ဘောဒီးယား
KI KIR Kiribati
KM COM Comoros
KN KNA Saint Kitts and Nevis;St Kitts and Nevis
KP PRK North Korea;Korea, North;Democratic People's Republic of Korea
KP PRK Korea, Democratic People's Republic of;DPRK;North Korean
KR KOR South Korea;Korea, South;Republic of Korea;Korea, Republic of;South Korean;한국;대한민국
KW KWT Kuwait;Kuwaiti
KY CYM Cayman Islands
KZ KAZ Kazakhstan;Kazakh
LA LAO Laos;Lao People's Democratic Republic;Lao PDR;Lao;Laotian;ລາວ;ປະເທດລາວ
LA LAO ສາທາລະນະລັດ ປະຊາທິປະໄຕ ປະຊາຊົນລາວ;ลาว;ประเทศลาว;老挝;寮國;Lào;ឡាវ
LB LBN Lebanon;Lebanese
LC LCA Saint Lucia;St Lucia
LI LIE Liechtenstein
LK LKA Sri Lanka;Sri Lankan;Ceylon
LR LBR Liberia;Liberian
LS LSO Lesotho
LT LTU Lithuania;Lithuanian
LU LUX Luxembourg
LV LVA Latvia;Latvian
LY LBY Libya;Libyan
MA MAR Morocco;Moroccan
MC MCO Monaco
MD MDA Moldova;Republic of Moldova;Moldovan
ME MNE Montenegro;Montenegrin
MF MAF Saint Martin
MG MDG Madagascar
MH MHL Marshall Islands
MK MKD North Macedonia;Macedonia
ML MLI Mali;Malian
MM MMR Myanmar;Burma;Union of Myanmar;Republic of the Union of Myanmar;Burmese;Birmania;မြန်မာ
MM MMR မြန်မာနိုင်ငံ;เมียนมา;เมียนมาร์;พม่า;ประเทศเมียนมา;缅甸;緬甸;Miến Điện;ມຽນມາ;ភូមា;မီယန်မာ
MN MNG Mongolia;Mongolian
MO MAC Macau;Macao;Macau SAR;澳门;澳門
MP MNP Northern Mariana Islands
MQ MTQ Martinique
MR MRT Mauritania
MS MSR Montserrat
MT MLT Malta;Maltese
MU MUS Mauritius
MV MDV Maldives
MW MWI Malawi
MX MEX Mexico;Mexican
MY MYS Malaysia;Malaysian;Malaya;มาเลเซีย;马来西亚;馬來西亞;மலேசியா
MZ MOZ Mozambique
NA NAM Namibia
NC NCL New Caledonia
NE NER Niger
NF NFK Norfolk Island
NG NGA Nigeria;Nigerian
NI NIC Nicaragua
NL NLD Netherlands;The Netherlands;Holland;Dutch
NO NOR Norway;Norwegian
NP NPL Nepal;Nepalese;Nepali;नेपाल
NR NRU Nauru
NU NIU Niue
NZ NZL New Zealand
OM OMN Oman;Omani
PA PAN Panama;Panamanian
PE PER Peru
PF PYF French Polynesia
PG PNG Papua New Guinea
PH PHL Philippines;The Philippines;Republic of the Philippines;Filipino;Philippine;Pilipinas
PH PHL ฟิลิปปินส์;菲律宾;菲律賓
PK PAK Pakistan;Pakistani;پاکستان
PL POL Poland;Polish
PM SPM Saint Pierre and Miquelon
PN PCN Pitcairn
PR PRI Puerto Rico
PS PSE Palestine;State of Palestine;Palestinian;Palestinian Territories;Occupied Palestinian Territories;West Bank;Gaza
PT PRT Portugal;Portuguese
PW PLW Palau
PY PRY Paraguay
QA QAT Qatar;Qatari
RE REU Reunion;Réunion
RO ROU Romania;Romanian
RS SRB Serbia;Serbian
RU RUS Russia;Russian Federation;Russian;Россия
RW RWA Rwanda
SA SAU Saudi Arabia;Saudi
SB SLB Solomon Islands
SC SYC Seychelles
SD SDN Sudan;Sudanese
SE SWE Sweden;Swedish
SG SGP Singapore;Singaporean;Republic of Singapore;Singapura;新加坡;สิงคโปร์;சிங்கப்பூர்
SH SHN Saint Helena;Saint Helena, Ascension and Tristan da Cunha
SI SVN Slovenia;Slovenian
SJ SJM Svalbard and Jan Mayen
SK SVK Slovakia;Slovak
SL SLE Sierra Leone
SM SMR San Marino
SN SEN Senegal
SO SOM Somalia;Somali
SR SUR Suriname
SS SSD South Sudan;South Sudanese
ST STP Sao Tome and Principe
SV SLV El Salvador
SX SXM Sint Maarten
SY SYR Syria;Syrian Arab Republic;Syrian
SZ SWZ Eswatini;Swaziland
TC TCA Turks and Caicos Islands
TD TCD Chad
TF ATF French Southern Territories
TG TGO Togo
TH THA Thailand;Thai;Kingdom of Thailand;Siam;ไทย;ประเทศไทย;ราชอาณาจักรไทย;泰国;泰國;Thái Lan;ໄທ;ថៃ
TH THA ထိုင်း;ထိုင်းနိုင်ငံ
TJ TJK Tajikistan;Tajik
TK TKL Tokelau
TL TLS Timor-Leste;East Timor;Timorese
TM TKM Turkmenistan;Turkmen
TN TUN Tunisia;Tunisian
TO TON Tonga
TR TUR Turkey;Turkiye;Türkiye;Turkish
TT TTO Trinidad and Tobago
TV TUV Tuvalu
TW TWN Taiwan;Taiwanese;Taiwan, Province of China;台湾;台灣;臺灣;ไต้หวัน
TZ TZA Tanzania;United Republic of Tanzania;Tanzanian
UA UKR Ukraine;Ukrainian
UG UGA Uganda;Ugandan
UM UMI United States Minor Outlying Islands
US USA United States;United States of America;American;U.S.;U.S.A.
UY URY Uruguay
UZ UZB Uzbekistan;Uzbek
VA VAT Vatican City;Holy See
VC VCT Saint Vincent and the Grenadines;St Vincent
VE VEN Venezuela;Bolivarian Republic of Venezuela;Venezuelan
VG VGB British Virgin Islands;Virgin Islands, British;BVI
VI VIR United States Virgin Islands;Virgin Islands, U.S.
VN VNM Vietnam;Viet Nam;Socialist Republic of Vietnam;Vietnamese;Việt Nam;越南;เวียดนาม;ประเทศเวียดนาม
VN VNM ຫວຽດນາມ;វៀតណាម;ဗီယက်နမ်
VU VUT Vanuatu;Ni-Vanuatu
WF WLF Wallis and Futuna
WS WSM Samoa;Samoan
XK XKX Kosovo
YE YEM Yemen;Yemeni
YT MYT Mayotte
ZA ZAF South Africa;South African
ZM ZMB Zambia
ZW ZWE Zimbabwe
"""

# Codes that ISO has withdrawn, and one that custom uses in place of its own.
OLD_CODES = {"BU": "MM", "BUR": "MM", "TP": "TL", "ZR": "CD", "UK": "GB", "ROM": "RO"}

ALPHA_2: dict[str, str] = {}
ALPHA_3: dict[str, str] = {}
NAMES: dict[str, str] = {}
for _line in _TABLE.strip().splitlines():
    _two, _three, _names = _line.split(" ", 2)
    ALPHA_2.setdefault(_two, _names.partition(";")[0])
    ALPHA_3[_three] = _two
    NAMES.update(dict.fromkeys((n.lower() for n in _names.split(";")), _two))
