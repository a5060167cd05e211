// A navigation of our own page: only with it does the browser send a cookie that is strictly for this page.
location.replace(document.getElementById("on").href);
