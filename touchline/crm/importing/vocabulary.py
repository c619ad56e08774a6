"""What the columns of CRM exports are called: Salesforce (API and label), HubSpot, Pipedrive, Dynamics, Zoho, plain.

Names are compared without case, blanks, punctuation, an entity in front (`Deal - `) or a custom suffix (`__c`).
The order of the names of a field is the order of preference.
"""

import re

DEAL = {
    "key": "opportunityid dealid recordid opportunityid18 18digitopportunityid opportunityrecordid potentialid id "
    "opportunitykey dealkey opportunityguid",
    "name": "opportunityname dealname potentialname title topic name deal opportunity dealtitle opportunitytitle",
    "account_key": "accountid companyid organizationid associatedcompanyids customerid",
    "account": "accountname account companyname company organization organisation organizationname potentialcustomer "
    "associatedcompany associatedcompanyprimary customer customername client clientname",
    "owner_key": "ownerid dealownerid hubspotownerid userid salesrepid repid",
    "owner": "opportunityowner dealowner owner ownername salesagent salesrep salesperson accountexecutive rep seller "
    "agent representative assignedto assignee dealownername potentialowner ownerfullname accountmanager",
    "owner_email": "owneremail dealowneremail ownersemail repemail opportunityowneremail salesrepemail",
    "stage": "stagename dealstage stage salesstage opportunitystage pipelinestage stagepipeline dealpipelinestageid "
    "dealstagename phase salesstagename",
    "outcome": "status dealstatus opportunitystatus state outcome result",
    "is_closed": "isclosed closed isdealclosed",
    "is_won": "iswon won isdealwon isclosedwon",
    "is_deleted": "isdeleted deleted fivetrandeleted",
    "amount": "amount dealamount dealvalue value closevalue actualrevenue estrevenue estimatedrevenue estimatedvalue "
    "opportunityamount opportunityvalue amountincompanycurrency revenue totalprice contractvalue acv arr",
    "currency": "currencyisocode currencyofvalue currency dealcurrency currencycode",
    "created_on": "createddate createdate createdon datecreated created dealcreated creationdate createdtime "
    "dealcreatedon addtime engagedate opendate openeddate createdat",
    "close_on": "closedate closingdate expectedclosedate estclosedate estimatedclosedate actualclosedate closedon "
    "dealclosedate closedat expectedclose dateclosed",
    "won_on": "wontime wondate dealwontime",
    "lost_on": "losttime lostdate deallosttime",
    "next_step": "nextstep nextaction",
    "next_step_on": "nextstepdate nextactivitydate nextstepdue nextactiondate",
    "stage_since": "laststagechangedate stagechangedate stagechangetime laststagechange dateenteredstage",
    "product": "product productname producttype",
    "kind": "type dealtype opportunitytype businesstype",
    "probability": "probability dealprobability winprobability",
    "snapshot": "snapshotdate snapshot snapshotat asof asofdate extractdate exportdate fivetranstart",
    "modified": "systemmodstamp lastmodifieddate modifiedon lastmodified updatetime",
}
HISTORY = {
    "key": "opportunityid dealid recordid",
    "snapshot": f"{DEAL['snapshot']} createddate createdate systemmodstamp",
    **{name: names for name, names in DEAL.items() if name not in {"key", "snapshot"}},
}
PERSON = {
    "key": "userid ownerid employeeid id salesrepid repid",
    "name": "name fullname salesagent salesrep salesperson rep person employee employeename username agent seller",
    "first_name": "firstname givenname",
    "last_name": "lastname surname familyname",
    "email": "email emailaddress useremail workemail username",
    "manager": "manager managername reportsto leader supervisor salesmanager teamlead",
    "manager_key": "managerid reportstoid",
    "manager_email": "manageremail leaderemail",
    "team": "team teamname regionaloffice office region department division",
    "title": "title jobtitle position",
    "is_active": "isactive active",
    "zone": "timezonesidkey timezone zone",
    "started_on": "startdate hiredate startedon hiredon",
}
ACCOUNT = {
    "key": "accountid companyid recordid id",
    "name": "accountname account companyname name company organization organizationname",
    "sector": "industry sector vertical",
    "country": "billingcountry country officelocation countryregion",
    "is_deleted": "isdeleted",
}
PRODUCT = {
    "name": "product productname name",
    "price": "salesprice price unitprice listprice",
    "series": "series family productfamily productcode",
}
ACTIVITY = {
    "key": "activityid taskid eventid engagementid id recordid",
    "subject": "subject activitysubject title",
    "deal_key": "whatid opportunityid dealid regardingobjectid regardingid",
    "owner_key": "ownerid assignedtoid userid",
    "owner": "owner ownername assigned assignedto assignee salesagent rep",
    "owner_email": "owneremail assignedtoemail",
    "on": "activitydate duedate date activityduedate due",
    "at": "activitydatetime startdatetime starttime start datetime",
    "kind": "tasksubtype activitytype type eventsubtype",
    "done": "isclosed done completed iscompleted markedasdone",
    "status": "status activitystatus",
    "all_day": "isalldayevent alldayevent allday",
    "is_deleted": "isdeleted deleted",
}
FIELDS = {
    "deals": DEAL,
    "history": HISTORY,
    "people": PERSON,
    "accounts": ACCOUNT,
    "products": PRODUCT,
    "activities": ACTIVITY,
}
# A file with one of these is about something else, however much it looks like deals.
VETOES = {"casenumber", "ticketid", "ticketnumber", "leadnumber", "prospectid", "invoicenumber"}
ENTITY = re.compile(r"^\s*(\(do not modify\)|(deal|opportunity|person|organi[sz]ation|activity|lead|user)\s+-\s)", re.I)


def plain(header: str) -> str:
    """Reduce a header to what is compared: `Deal - Owner`, `owner` and `OWNER__c` are the same."""
    text = ENTITY.sub("", header)
    text = re.sub(r"(__c|__pc|__r)$", "", text, flags=re.I)
    text = re.sub(r"^property_", "", text, flags=re.I)
    return re.sub(r"[^0-9a-z]", "", text.lower())


def is_dynamics_key(header: str) -> bool:
    return plain(header) in {"opportunity", "account", "activity"} and header.lower().startswith("(do not modify)")
