const find = (selector, root = document) => root.querySelector(selector);
